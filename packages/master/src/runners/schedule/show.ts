import type { Runner } from "../runner.js";
import { scheduleOf, shapeOfSchedule } from "./shapes.js";

export const show: Runner = {
  doc: "One scheduled job, with its settings.",
  parameters: ["name"],
  run: (given, { schedules }) => Promise.resolve(shapeOfSchedule(scheduleOf(schedules(), given.text("name")))),
};
