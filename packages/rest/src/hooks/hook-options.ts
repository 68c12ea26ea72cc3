import type { ValueMap } from "@salina/wire";

/** A webhook with a secret of its own. */
export interface Hook {
  /** Below `/v1/hooks/`. */
  readonly path: string;
  readonly secret: string;
  readonly signature: "salina" | "github";
}

export interface HookOptions {
  readonly known: readonly Hook[];
  readonly fire: (tag: string, data: ValueMap) => void;
}
