import type { Runner } from "../runner.js";
import { backend, items, itemsOf, queue, queueOf } from "./queue-parameters.js";

export const deleteItems: Runner = {
  name: "queue.delete",
  doc: "Takes items out of a queue, wherever they stand.",
  parameters: [queue, items, backend],
  async run(given, { queues, call }) {
    const name = queueOf(given, "delete");
    if (!call.test) await queues.remove(name, itemsOf(given));
    return true;
  },
};
