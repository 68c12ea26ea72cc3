import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfSchedule } from "./shapes.js";

export const show: Runner = {
  name: "schedule.show",
  doc: "One scheduled job, with its settings.",
  parameters: [{ name: "name", doc: "Name of the job.", type: "text" }],
  reads: true,
  run: (given, { schedules }) => Promise.resolve(shapeOfSchedule(scheduleOf(schedules(), given.text("name")))),
};
