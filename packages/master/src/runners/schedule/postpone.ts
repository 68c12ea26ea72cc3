import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfSchedule, timeParameter } from "./shapes.js";

export const postpone: Runner = {
  doc: "Runs a job at `new_time` instead of the run that is due within the minute of `time`.",
  parameters: ["name", "time", "new_time"],
  async run(given, { schedules }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    const [from, to] = [timeParameter(given, "time", schedule), timeParameter(given, "new_time", schedule)];
    return shapeOfSchedule(await schedules().postpone(schedule.name, from, to));
  },
};
