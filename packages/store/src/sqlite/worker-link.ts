import { Worker } from "node:worker_threads";
import type { DatabaseOptions } from "./database.js";
import { StoreOpenError } from "./open-error.js";
import type { FromWorker, StoreReply, ToWorker } from "./ops.js";

export interface WorkerLink {
  send(message: ToWorker): void;
  /** What comes back, and its death, at most once; an end that was asked for is none. */
  listen(onReplies: (replies: readonly StoreReply[]) => void, onDeath: (error: Error) => void): void;
  /** Resolves when the thread has ended, in whatever way. */
  readonly ended: Promise<void>;
  /** Resolves when the database is closed and the thread has ended. */
  close(): Promise<void>;
}

/** @throws StoreOpenError */
export async function startWorker(options: DatabaseOptions): Promise<WorkerLink> {
  const worker = new Worker(new URL("./sqlite-worker.js", import.meta.url), {
    name: "salina-store",
    workerData: options,
    // node:sqlite still calls itself experimental; operators can do nothing about it.
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const first = await firstMessage(worker, options.file);
  if (!("opened" in first)) {
    await worker.terminate();
    throw new StoreOpenError(options.file, "notOpened" in first ? first.notOpened : "its thread does not answer");
  }

  let over = false;
  return {
    ended,
    send: (message) => worker.postMessage(message),
    listen(onReplies, onDeath) {
      worker.on("message", (message: FromWorker) => "replies" in message && onReplies(message.replies));
      const die = (error: Error) => {
        if (!over) onDeath(error);
        over = true;
      };
      worker.on("error", die);
      worker.on("exit", (code) => die(new Error(`the thread of the store ended with code ${code}`)));
    },
    close() {
      over = true;
      worker.postMessage({ close: true } satisfies ToWorker);
      return ended;
    },
  };
}

function firstMessage(worker: Worker, file: string): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (error: Error) => reject(new StoreOpenError(file, error.message, { cause: error })));
    worker.once("exit", (code) => reject(new StoreOpenError(file, `its thread ended with code ${code}`)));
  });
}
