import type { Value, ValueMap } from "@salina/wire";

export interface CompileRequest {
  /** SLS names, or the steps themselves. */
  readonly what:
    | { readonly kind: "sls"; readonly mods: readonly string[]; readonly exclude: Value }
    | { readonly kind: "high"; readonly high: ValueMap };
  readonly saltenv: string;
  readonly pillarenv: string | null;
  /** Laid over the pillar of the master's id. */
  readonly pillar: ValueMap;
  readonly test: boolean;
}

export interface Compiled {
  readonly chunks: readonly ValueMap[];
  /** In stock's words; with any of them nothing is run. */
  readonly errors: readonly string[];
  /** All SLS that were read. */
  readonly processedSls: readonly string[];
  /** The pillar that steps see. */
  readonly pillar: ValueMap;
  /** High data, as `state.show_sls` gives it. */
  readonly high: ValueMap;
}

export type Compile = (request: CompileRequest) => Promise<Compiled>;
