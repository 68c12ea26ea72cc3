import type { Runner } from "../runner.js";
import { backend, queue, queueOf } from "./queue-parameters.js";

export const listLength: Runner = {
  name: "queue.list_length",
  doc: "How many items a queue has.",
  parameters: [queue, backend],
  reads: true,
  run: async (given, { queues }) => (await queues.items(queueOf(given, "list_length"))).length,
};
