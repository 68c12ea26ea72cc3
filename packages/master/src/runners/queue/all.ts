import type { Runner } from "../runner.js";
import { deleteItems } from "./delete.js";
import { insert } from "./insert.js";
import { listItems } from "./list-items.js";
import { listLength } from "./list-length.js";
import { listQueues } from "./list-queues.js";
import { pop } from "./pop.js";
import { processQueue } from "./process-queue.js";

/** @source salt/runners/queue.py */
export const queueRunners: readonly Runner[] = [
  deleteItems,
  insert,
  listItems,
  listLength,
  listQueues,
  pop,
  processQueue,
];
