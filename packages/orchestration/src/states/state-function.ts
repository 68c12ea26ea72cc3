import type { Value, ValueMap } from "@salina/wire";
import type { Chunk } from "../run/chunk.js";

/** What a pure state function knows of the run. */
export interface StateWorld {
  readonly test: boolean;
  readonly pillar: ValueMap;
  /** What the step watches and has changed. */
  readonly changed: readonly Pick<Chunk, "state" | "id">[];
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** The return of a state: `name`, `changes`, `result`, `comment`. @throws Error whose text becomes the comment */
export type StateFunction = (given: ValueMap, world: StateWorld) => ValueMap;

export function stateReturn(name: Value, result: boolean | null, comment: Value, changes: Value = new Map()): ValueMap {
  return new Map<Value, Value>([
    ["name", name],
    ["changes", changes],
    ["result", result],
    ["comment", comment],
  ]);
}
