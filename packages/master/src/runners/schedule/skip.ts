import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfSchedule, timeParameter } from "./shapes.js";

export const skip: Runner = {
  name: "schedule.skip",
  doc: "Leaves out the one run of a job that is due within the minute of `time`.",
  parameters: [
    { name: "name", doc: "Name of the job.", type: "text" },
    { name: "time", doc: "A date with its time, in the zone of the job.", type: "text" },
  ],
  async run(given, { schedules, call }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    if (call.test) return shapeOfSchedule(schedule);
    return shapeOfSchedule(await schedules().skip(schedule.name, timeParameter(given, "time", schedule)));
  },
};
