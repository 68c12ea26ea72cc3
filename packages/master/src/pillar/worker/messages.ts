import type { GitPillarDirectory } from "../git/git-pillars.js";
import type { PillarOptions } from "../options.js";

type Packed = "ext" | "decrypt" | "jinjaSlsEnv" | "nodegroups" | "visible";

/** Values travel packed: between threads they would lose what kind of number they are. */
export interface WorkerStart {
  readonly options: Omit<PillarOptions, Packed>;
  readonly decryptWith: { readonly delimiter: string; readonly renderer: string };
  /** Packed list: ext, keys to decrypt, jinja_sls_env, nodegroups, what templates see as `opts`. */
  readonly packed: Uint8Array;
}

export interface ToWorker {
  readonly number: number;
  readonly id: string;
  readonly saltenv: string | null;
  readonly pillarenv: string | null;
  /** Packed map. */
  readonly grains: Uint8Array;
  /** Packed map. */
  readonly override: Uint8Array | null;
  readonly topOnly: boolean;
  readonly gitPillars: readonly GitPillarDirectory[];
}

export interface PackedPillar {
  /** Packed map. */
  readonly pillar: Uint8Array;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}
