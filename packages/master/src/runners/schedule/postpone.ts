import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfSchedule, timeParameter } from "./shapes.js";

export const postpone: Runner = {
  name: "schedule.postpone",
  doc: "Runs a job at `new_time` instead of the run that is due within the minute of `time`.",
  parameters: [
    { name: "name", doc: "Name of the job.", type: "text" },
    { name: "time", doc: "A date with its time, in the zone of the job.", type: "text" },
    { name: "new_time", doc: "The same.", type: "text" },
  ],
  async run(given, { schedules, call }) {
    const schedule = scheduleOf(schedules(), given.text("name"));
    if (call.test) return shapeOfSchedule(schedule);
    const [from, to] = [timeParameter(given, "time", schedule), timeParameter(given, "new_time", schedule)];
    return shapeOfSchedule(await schedules().postpone(schedule.name, from, to));
  },
};
