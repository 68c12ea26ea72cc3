import { parentPort, workerData } from "node:worker_threads";
import { type DatabaseOptions, openDatabase } from "./database.js";
import { reasonOf } from "./failure.js";
import type { FromWorker, ToWorker } from "./ops.js";
import { runBatch } from "./run-batch.js";
import { openSession } from "./session.js";

if (!parentPort) throw new Error("sqlite-worker runs as a worker thread only");
const port = parentPort;

function tell(message: FromWorker): void {
  port.postMessage(message);
}

function serve(options: DatabaseOptions): void {
  const db = openDatabase(options);
  const session = openSession(db);
  port.on("message", (message: ToWorker) => {
    if ("batch" in message) return tell({ replies: runBatch(db, session, message.batch) });
    db.close();
    port.close();
  });
  tell({ opened: true });
}

try {
  serve(workerData);
} catch (error) {
  tell({ notOpened: reasonOf(error) });
}
