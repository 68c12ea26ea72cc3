import { pythonText, type Value, type ValueMap } from "@salina/wire";
import type { Chunk } from "./chunk.js";
import { localTime } from "./local-time.js";
import type { ChunkResult, StepOutcome } from "./step.js";

/** What a call gave, with what every result has. @source salt/state.py, State.call */
export function finishedResult(
  { low }: Chunk,
  { ret, startedAt, durationMs }: StepOutcome,
  runNumber: number,
): ChunkResult {
  const result: ValueMap = new Map(ret);
  result.set("__sls__", low.get("__sls__") ?? null);
  result.set("__run_num__", runNumber);
  result.set("start_time", localTime(startedAt));
  result.set("duration", durationMs);
  result.set("__id__", low.get("__id__") ?? null);
  return result;
}

/** Of a step that runs beside the others, until it has ended. */
export function startedResult(chunk: Chunk, now: number, runNumber: number): ChunkResult {
  const ret = new Map<Value, Value>([
    ["name", chunk.low.get("name") ?? null],
    ["result", null],
    ["changes", new Map()],
    ["comment", "Started in a separate process"],
  ]);
  return finishedResult(chunk, { ret, startedAt: now, durationMs: 0 }, runNumber);
}

export interface NotCalled {
  readonly result: boolean;
  readonly comment: string;
  readonly skipped?: boolean;
}

/** Of a step whose function is not called. */
export function notCalledResult(
  chunk: Chunk,
  { result, comment, skipped }: NotCalled,
  now: number,
  runNumber: number,
): ChunkResult {
  const made = new Map<Value, Value>([
    ["changes", new Map()],
    ["result", result],
    ["duration", 0],
    ["start_time", localTime(now)],
    ["comment", comment],
    ...(skipped ? ([["__state_ran__", false]] as const) : []),
    ["__run_num__", runNumber],
  ]);
  return markResult(made, chunk);
}

/** Of a step whose requisites go in a circle. */
export function recursiveResult(chunk: Chunk, runNumber: number): ChunkResult {
  const result = new Map<Value, Value>([
    ["changes", new Map()],
    ["result", false],
    ["comment", "Recursive requisite found"],
    ["__run_num__", runNumber],
  ]);
  return markResult(result, chunk);
}

/** Says whose result it is. */
export function markResult(result: ChunkResult, { low }: Chunk): ChunkResult {
  for (const key of ["__sls__", "__id__", "name"]) result.set(key, low.get(key) ?? null);
  return result;
}

export function commentOf(result: ChunkResult): string {
  const comment = result.get("comment") ?? "";
  return comment === "" ? "" : pythonText(comment);
}

/** What a try that was not the last one leaves in the comment. */
export function attemptText(tries: number, result: ChunkResult): string {
  const outcome = pythonText(result.get("result") ?? null);
  const comment = pythonText(result.get("comment") ?? null);
  return `Attempt ${tries}: Returned a result of "${outcome}", with the following comment: "${comment}"`;
}
