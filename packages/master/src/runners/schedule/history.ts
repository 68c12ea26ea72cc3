import type { Runner } from "../runner.js";
import { countParameter, scheduleOf, shapeOfRun, zoneOf } from "./shapes.js";

export const history: Runner = {
  name: "schedule.history",
  doc: "The runs of a scheduled job, newest first.",
  parameters: [
    { name: "name", doc: "Name of the job.", type: "text" },
    { name: "limit", doc: "How many at most.", type: "number", default: 20 },
  ],
  reads: true,
  async run(given, { schedules }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    const runs = await schedules().history(schedule.name, { limit: countParameter(given, "limit", 20, 10_000) });
    return runs.map((run) => shapeOfRun(run, zoneOf(schedule)));
  },
};
