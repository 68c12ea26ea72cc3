import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfSchedule, timeParameter } from "./shapes.js";

export const skip: Runner = {
  doc: "Leaves out the one run of a job that is due within the minute of `time`.",
  parameters: ["name", "time"],
  async run(given, { schedules }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    return shapeOfSchedule(await schedules().skip(schedule.name, timeParameter(given, "time", schedule)));
  },
};
