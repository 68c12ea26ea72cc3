import type { ValueMap } from "@salina/wire";
import type { Chunk } from "./chunk.js";

/** What the state's function is asked to do. */
export interface StepCall {
  /** Names the call within its run: the same one again when the run is gone through again. */
  readonly key: string;
  /** With `fun: mod_watch` and `sfun` where something that it watches has changed. */
  readonly low: ValueMap;
  /** Only what would change is wanted, for one that has it as `prereq`. */
  readonly test: boolean;
  /** What it watches and has changed. */
  readonly changed: readonly Pick<Chunk, "state" | "id">[];
}

/** What a state's function gives: `name`, `result`, `changes`, `comment` and whatever else it says. */
export interface StepOutcome {
  readonly ret: ValueMap;
  readonly startedAt: number;
  readonly durationMs: number;
}

/** A state's return with `__run_num__`, `__sls__`, `__id__`, `start_time` and `duration`. */
export type ChunkResult = ValueMap;
