import { MessageChannel, Worker } from "node:worker_threads";
import { encode } from "@salina/wire";
import type { PillarOptions } from "../options.js";
import type { FromWorker, Reply, ToWorker, WorkerStart } from "./messages.js";

/** A thread that makes one pillar after the other. */
export interface PillarThread {
  send(task: ToWorker): void;
  /** Wakes the thread that sleeps on a question. */
  answer(reply: Reply): void;
  listen(onMessage: (message: FromWorker) => void, onEnd: (reason: string) => void): void;
  /** Ends it, whatever it is doing. */
  end(): void;
}

const megabytes = 512;

export function startPillarThread(options: PillarOptions, commandMs: number): PillarThread {
  const { ext, decrypt, jinjaSlsEnv, nodegroups, visible, ...plain } = options;
  const signal = new SharedArrayBuffer(4);
  const { port1: ours, port2: theirs } = new MessageChannel();
  const start: WorkerStart = {
    options: plain,
    decryptWith: { delimiter: decrypt.delimiter, renderer: decrypt.renderer },
    packed: encode([ext, decrypt.keys, jinjaSlsEnv, nodegroups, visible]),
    commandMs,
    signal,
  };
  const worker = new Worker(new URL("./pillar-worker.js", import.meta.url), {
    name: "salina-pillar",
    workerData: { start, questions: theirs },
    transferList: [theirs],
    // A template that builds more than this ends its thread, not the daemon.
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  });
  worker.unref();
  ours.unref();
  return {
    send: (task) => worker.postMessage(task),
    answer(reply) {
      ours.postMessage(reply);
      Atomics.store(new Int32Array(signal), 0, 1);
      Atomics.notify(new Int32Array(signal), 0);
    },
    listen(onMessage, onEnd) {
      let reason = "its thread ended";
      worker.on("message", onMessage);
      worker.on("error", (error: Error) => {
        reason = error.message;
      });
      worker.on("exit", () => {
        ours.close();
        onEnd(reason);
      });
    },
    end() {
      worker.terminate().catch(() => undefined);
    },
  };
}
