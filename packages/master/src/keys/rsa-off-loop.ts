import { Worker } from "node:worker_threads";
import { internalError, masterBusy, shuttingDown } from "@salina/api";
import type { EncryptionAlgorithm, Result } from "@salina/wire";
import type { RsaAnswer, RsaQuestion, RsaTask, RsaWorkerData } from "./rsa-worker.js";

/** RSA by the master's private key that does not hold up the event loop. */
export interface RsaOffLoop {
  /** @throws master-busy, shutting-down, internal (the thread died twice under the task) */
  decryptOaep(box: Uint8Array, algorithm: EncryptionAlgorithm): Promise<Result<Uint8Array>>;
  /** @throws the same */
  signX931(message: Uint8Array): Promise<Uint8Array>;
  /** Ends the thread; what waits is refused. */
  close(): Promise<void>;
}

export interface RsaOffLoopOptions {
  /** Tasks running and waiting; more are refused. At 4096 bits a task takes some milliseconds. */
  readonly maxTasks?: number;
  /** The thread ends after this long without a task. */
  readonly idleMs?: number;
  /** `setTimeout` that does not keep the process alive; returns its cancelling. */
  readonly after?: (ms: number, run: () => void) => () => void;
  readonly startWorker?: (data: RsaWorkerData) => Worker;
}

interface Waiting {
  readonly task: RsaTask;
  readonly resolve: (result: Result<Uint8Array>) => void;
  readonly reject: (error: Error) => void;
  /** Threads that died while they had the task. */
  deaths: number;
}

/**
 * One thread, started with the first task, ended when idle, started again when it dies. Node has these
 * operations only as synchronous calls: 2 ms a call at 4096 bits on the loop would stop all other work
 * while many minions authenticate.
 */
export function createRsaOffLoop(
  privateKeyPem: string,
  passphrase: string | null,
  options: RsaOffLoopOptions = {},
): RsaOffLoop {
  const { maxTasks = 1000, idleMs = 60_000, after = unrefTimeout, startWorker = startRsaWorker } = options;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let stopIdleTimer = () => {};
  let lastNumber = 0;
  let closed = false;

  function started(): Worker {
    if (worker !== null) return worker;
    const mine = startWorker({ privateKeyPem, passphrase });
    mine.unref();
    mine.on("message", ({ number, result }: RsaAnswer) => {
      const task = waiting.get(number);
      waiting.delete(number);
      task?.resolve(result);
      if (waiting.size === 0) restWhenIdle();
    });
    // An "error" is always followed by "exit".
    mine.on("error", () => {});
    mine.on("exit", () => replace(mine));
    worker = mine;
    return mine;
  }

  /** Only the first task of the dead thread can have been its death; the others were only in line. */
  function replace(dead: Worker): void {
    if (worker !== dead) return;
    worker = null;
    const [first] = waiting;
    if (first === undefined) return;
    const [number, suspect] = first;
    suspect.deaths += 1;
    if (suspect.deaths > 1) {
      waiting.delete(number);
      suspect.reject(internalError({}));
    }
    for (const [next, { task }] of waiting) ask(next, task);
  }

  function ask(number: number, task: RsaTask): void {
    const question: RsaQuestion = { number, task };
    started().postMessage(question);
  }

  function restWhenIdle(): void {
    stopIdleTimer();
    stopIdleTimer = after(idleMs, () => {
      const idle = worker;
      worker = null;
      void idle?.terminate();
    });
  }

  function run(task: RsaTask): Promise<Result<Uint8Array>> {
    if (closed) return Promise.reject(shuttingDown({}));
    if (waiting.size >= maxTasks) return Promise.reject(masterBusy({ what: "Authentication" }));
    stopIdleTimer();
    lastNumber += 1;
    const number = lastNumber;
    return new Promise((resolve, reject) => {
      waiting.set(number, { task, resolve, reject, deaths: 0 });
      ask(number, task);
    });
  }

  return {
    decryptOaep: (box, algorithm) => run({ kind: "decrypt", box, algorithm }),

    async signX931(message) {
      const result = await run({ kind: "x931", message });
      if (!result.ok) throw internalError({});
      return result.value;
    },

    async close() {
      closed = true;
      stopIdleTimer();
      for (const { reject } of waiting.values()) reject(shuttingDown({}));
      waiting.clear();
      const last = worker;
      worker = null;
      await last?.terminate();
    },
  };
}

function startRsaWorker(workerData: RsaWorkerData): Worker {
  return new Worker(new URL("./rsa-worker.js", import.meta.url), { workerData, name: "rsa" });
}

function unrefTimeout(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
