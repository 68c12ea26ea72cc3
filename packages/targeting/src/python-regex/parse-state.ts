import type { Source } from "./source.js";

export interface ParseState {
  readonly source: Source;
  /** Names of groups so far. */
  readonly names: Set<string>;
  depth: number;
}
