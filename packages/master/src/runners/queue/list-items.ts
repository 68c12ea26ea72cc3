import type { Runner } from "../runner.js";
import { backend, queue, queueOf } from "./queue-parameters.js";

export const listItems: Runner = {
  name: "queue.list_items",
  doc: "The items of a queue, oldest first.",
  parameters: [queue, backend],
  reads: true,
  run: async (given, { queues }) => [...(await queues.items(queueOf(given, "list_items")))],
};
