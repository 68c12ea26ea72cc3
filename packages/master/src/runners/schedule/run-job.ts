import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfRun, shapeOfSchedule, zoneOf } from "./shapes.js";

export const runJob: Runner = {
  name: "schedule.run_job",
  doc: "Starts a scheduled job now, whatever its times say; `schedule.history` shows how it ends.",
  parameters: [{ name: "name", doc: "Name of the job.", type: "text" }],
  async run(given, { schedules, call }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    if (call.test) return shapeOfSchedule(schedule);
    return shapeOfRun(await schedules().run(schedule.name), zoneOf(schedule));
  },
};
