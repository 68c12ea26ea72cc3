import { Worker } from "node:worker_threads";
import { encode, type Value, type ValueMap } from "@salina/wire";
import { masterGrains } from "./master-grains.js";
import type { OnMasterAnswer, OnMasterCall } from "./messages.js";

export interface OnMasterOptions {
  readonly masterId: string;
  /** What functions see as `opts`. */
  readonly opts: ValueMap;
  readonly nodegroups: Value;
  readonly fileRoots: ReadonlyMap<string, readonly string[]>;
  readonly ignore: OnMasterCall["ignore"];
  /** After which a call is ended, with the programs that it has started. */
  readonly limitMs: number;
}

export interface WantedOnMaster {
  readonly fun: string;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly pillar: ValueMap;
}

/** Packed; null: there is no such function. @throws Error with the function's message */
export type RunOnMaster = (wanted: WantedOnMaster) => Promise<Uint8Array | null>;

const maxAtOnce = 8;
const megabytes = 256;
/** A program that is ended at the limit still has to be told of. */
const moreMs = 2000;

/** Runs functions of execution modules on the master itself: those that pillar templates have. Each in a thread of its own. */
export function onMaster(options: OnMasterOptions): RunOnMaster {
  let running = 0;
  return async ({ fun, args, kwargs, pillar }) => {
    if (running >= maxAtOnce) throw new Error(`${maxAtOnce} functions run on the master already: try again later`);
    running++;
    try {
      const { masterId, opts, nodegroups, fileRoots, ignore, limitMs } = options;
      const answer = await inThread({
        fun,
        args: encode([...args]),
        kwargs: encode(new Map<Value, Value>(kwargs)),
        masterId,
        grains: encode(masterGrains(masterId)),
        pillar: encode(pillar),
        opts: encode(opts),
        nodegroups: encode(nodegroups),
        fileRoots,
        ignore,
        limitMs,
      });
      if ("failed" in answer) throw new Error(answer.failed);
      return "value" in answer ? answer.value : null;
    } finally {
      running--;
    }
  };
}

function inThread(call: OnMasterCall): Promise<OnMasterAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./on-master-worker.js", import.meta.url), {
      name: "salina-on-master",
      workerData: call,
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    });
    worker.unref();
    const late = setTimeout(() => {
      reject(new Error(`it took longer than ${call.limitMs / 1000} s`));
      worker.terminate().catch(() => undefined);
    }, call.limitMs + moreMs);
    late.unref();
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => {
      clearTimeout(late);
      reject(new Error("its thread ended"));
    });
  });
}
