import type { Value } from "@salina/wire";
import type { Runner } from "../runner.js";
import { backend, isRunner, quantity, quantityOf, queue, queueOf } from "./queue-parameters.js";
import { takeItems } from "./take-items.js";

export const processQueue: Runner = {
  name: "queue.process_queue",
  doc: "Takes the oldest items out of a queue and tells them in an event, `salt/queue/QUEUE/process`, for reactors.",
  parameters: [queue, quantity, backend, isRunner],
  async run(given, context) {
    const name = queueOf(given, "pop");
    const items = await takeItems(context, {
      queue: name,
      count: quantityOf(given),
      parsed: given.flag("is_runner"),
    });
    const data = new Map<Value, Value>([
      ["items", items],
      ["backend", given.text("backend")],
      ["queue", name],
    ]);
    if (!context.call.test) context.events.fire(`salt/queue/${name}/process`, data);
    return data;
  },
};
