import type { Runner } from "../runner.js";
import { backend, isRunner, quantity, quantityOf, queue, queueOf } from "./queue-parameters.js";
import { takeItems } from "./take-items.js";

export const pop: Runner = {
  name: "queue.pop",
  doc: "Takes the oldest items out of a queue, and gives them.",
  parameters: [queue, quantity, backend, isRunner],
  run: (given, context) =>
    takeItems(context, { queue: queueOf(given, "pop"), count: quantityOf(given), parsed: given.flag("is_runner") }),
};
