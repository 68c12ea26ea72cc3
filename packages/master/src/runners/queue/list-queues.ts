import type { Runner } from "../runner.js";
import { backend, checkBackend } from "./queue-parameters.js";

export const listQueues: Runner = {
  name: "queue.list_queues",
  doc: "The names of the queues.",
  parameters: [backend],
  reads: true,
  async run(given, { queues }) {
    checkBackend(given, "list_queues");
    return [...(await queues.names())];
  },
};
