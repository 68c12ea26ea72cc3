import { localTime } from "../../schedule/local-time.js";
import type { Runner } from "../runner.js";
import { countParameter, scheduleOf, zoneOf } from "./shapes.js";

export const next: Runner = {
  name: "schedule.next",
  doc: "The next times at which a scheduled job is due, with the reason where it will be left out.",
  parameters: [
    { name: "name", doc: "Name of the job.", type: "text" },
    { name: "count", doc: "How many, up to 100.", type: "number", default: 5 },
  ],
  reads: true,
  run(given, { schedules }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    const times = schedules().next(schedule.name, countParameter(given, "count", 5, 100));
    const zone = zoneOf(schedule);
    return Promise.resolve(
      times.map(({ at, skipped }) => {
        const time: [string, string][] = [["at", localTime(zone, at)]];
        return new Map(skipped === null ? time : [...time, ["skipped", skipped]]);
      }),
    );
  },
};
