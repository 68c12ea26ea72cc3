import { encode } from "@salina/wire";
import { startThread, type TaskThread } from "../../threads/start-thread.js";
import type { PillarOptions } from "../options.js";
import type { PackedPillar, ToWorker, WorkerStart } from "./messages.js";

/** A thread that makes one pillar after the other. */
export type PillarThread = TaskThread<ToWorker, PackedPillar>;

/** @param commandMs programs that a pillar runs, and questions to the daemon, end after this */
export function startPillarThread(options: PillarOptions, commandMs: number): PillarThread {
  const { ext, decrypt, jinjaSlsEnv, nodegroups, visible, ...plain } = options;
  const start: WorkerStart = {
    options: plain,
    decryptWith: { delimiter: decrypt.delimiter, renderer: decrypt.renderer },
    packed: encode([ext, decrypt.keys, jinjaSlsEnv, nodegroups, visible]),
  };
  return startThread({
    name: "salina-pillar",
    file: new URL("./pillar-worker.js", import.meta.url),
    start,
    answerMs: commandMs,
  });
}
