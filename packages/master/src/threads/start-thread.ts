import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { FromThread, Reply } from "./messages.js";

/** A thread that does one task after the other. */
export interface TaskThread<Message, Done> {
  send(task: Message): void;
  /** Wakes the thread that sleeps on a question. */
  answer(reply: Reply): void;
  listen(onMessage: (message: FromThread<Done>) => void, onEnd: (reason: string) => void): void;
  /** Ends it, whatever it is doing. */
  end(): void;
}

/** What the code in the thread finds as `workerData`. */
export interface ThreadData<Start> {
  readonly start: Start;
  readonly questions: MessagePort;
  /** One integer: 0 while the answer to a question is awaited. */
  readonly signal: SharedArrayBuffer;
  /** Longest wait for an answer. */
  readonly answerMs: number;
}

export interface ThreadOptions<Start> {
  readonly name: string;
  readonly file: URL;
  readonly start: Start;
  readonly answerMs: number;
}

const megabytes = 512;

export function startThread<Start, Message, Done>(options: ThreadOptions<Start>): TaskThread<Message, Done> {
  const { name, file, start, answerMs } = options;
  const signal = new SharedArrayBuffer(4);
  const { port1: ours, port2: theirs } = new MessageChannel();
  const workerData: ThreadData<Start> = { start, questions: theirs, signal, answerMs };
  const worker = new Worker(file, {
    name,
    workerData,
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
