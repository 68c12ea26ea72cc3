import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { encode, isMap, type Value, type ValueMap } from "@salina/wire";
import type { FromThread, Reply } from "./messages.js";
import type { ThreadData } from "./start-thread.js";
import { unpacked } from "./unpacked.js";

/** The daemon, as the code in a thread sees it. */
export interface Outside<Start, Message, Done> {
  readonly start: Start;
  /** Longest wait for an answer. */
  readonly answerMs: number;
  /** Which file is at work, so that one that never ends can be named. */
  working(file: string): void;
  /** Sleeps until the daemon has answered: a template cannot wait in any other way. @throws Error */
  ask(question: string, given: ValueMap): Value;
  /** Does one task after the other; what it throws is that task's failure. */
  serve(work: (message: Message) => Done): void;
}

/** @throws Error outside of a thread */
export function insideThread<Start, Message extends { readonly number: number }, Done>(): Outside<
  Start,
  Message,
  Done
> {
  const port = parentPort;
  if (!port) throw new Error("this runs in a thread only");
  const { start, questions, signal, answerMs }: ThreadData<Start> = workerData;
  const flag = new Int32Array(signal);
  const tell = (message: FromThread<Done>) => port.postMessage(message);
  return {
    start,
    answerMs,
    working: (file) => tell({ kind: "working", file }),
    ask(question, given) {
      Atomics.store(flag, 0, 0);
      tell({ kind: "question", question, given: encode(given) });
      Atomics.wait(flag, 0, 0, answerMs);
      const reply: Reply | undefined = receiveMessageOnPort(questions)?.message;
      if (!reply) throw new Error(`${question}: no answer`);
      if ("failed" in reply) throw new Error(`${question}: ${reply.failed}`);
      return unpacked(reply.value);
    },
    serve(work) {
      port.on("message", (message: Message) => {
        const { number } = message;
        try {
          tell({ kind: "done", number, done: work(message) });
        } catch (error) {
          tell({ kind: "failed", number, reason: reasonOf(error) });
        }
      });
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function unpackedMap(bytes: Uint8Array): ValueMap {
  const value = unpacked(bytes);
  return isMap(value) ? value : new Map();
}
