import type { ValueMap } from "@salina/wire";

/** What is known of a minion. Null: nothing is known, which is not the same as an empty map. */
export interface MinionFacts {
  readonly id: string;
  readonly grains: ValueMap | null;
  readonly pillar: ValueMap | null;
}

/** Salt's `nodegroups`: name to compound expression, or to its words. */
export type Nodegroups = ReadonlyMap<string, string | readonly string[]>;

export interface TargetContext {
  readonly nodegroups: Nodegroups;
  /** What the range server said of each range expression. */
  readonly ranges?: ReadonlyMap<string, readonly string[]>;
}

export const noNodegroups: Nodegroups = new Map();
