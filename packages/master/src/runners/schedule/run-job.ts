import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfRun, zoneOf } from "./shapes.js";

export const runJob: Runner = {
  doc: "Starts a scheduled job now, whatever its times say; `schedule.history` shows how it ends.",
  parameters: ["name"],
  async run(given, { schedules }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    return shapeOfRun(await schedules().run(schedule.name), zoneOf(schedule));
  },
};
