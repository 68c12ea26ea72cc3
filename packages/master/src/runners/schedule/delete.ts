import type { Runner } from "../runner.js";
import { scheduleOf } from "./shapes.js";

export const remove: Runner = {
  name: "schedule.delete",
  doc: "Removes a job that was added, with its history.",
  parameters: [{ name: "name", doc: "Name of the job.", type: "text" }],
  async run(given, { schedules, call }) {
    const { name } = scheduleOf(schedules(), given.text("name"));
    if (!call.test) await schedules().remove(name);
    return true;
  },
};
