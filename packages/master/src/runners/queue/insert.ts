import type { Runner } from "../runner.js";
import { backend, items, itemsOf, queue, queueOf } from "./queue-parameters.js";

export const insert: Runner = {
  name: "queue.insert",
  doc: "Puts items at the end of a queue; each item is in it once.",
  parameters: [queue, items, backend],
  async run(given, { queues, call }) {
    const [name, wanted] = [queueOf(given, "insert"), itemsOf(given)];
    if (call.test) return true;
    if ((await queues.insert(name, wanted)) === null) return true;
    return wanted.length > 1 ? "One or more items already exists in this queue." : "Item already exists in this queue.";
  },
};
