import type { GitPillarDirectory } from "../git/git-pillars.js";
import type { PillarOptions } from "../options.js";

type Packed = "ext" | "decrypt" | "jinjaSlsEnv" | "nodegroups" | "visible";

/** Values travel packed: between threads they would lose what kind of number they are. */
export interface WorkerStart {
  readonly options: Omit<PillarOptions, Packed>;
  readonly decryptWith: { readonly delimiter: string; readonly renderer: string };
  /** Packed list: ext, keys to decrypt, jinja_sls_env, nodegroups, what templates see as `opts`. */
  readonly packed: Uint8Array;
  /** Programs that a pillar runs, and questions to the daemon, end after this. */
  readonly commandMs: number;
  /** One integer: 0 while the answer to a question is awaited. */
  readonly signal: SharedArrayBuffer;
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

export type FromWorker =
  | { readonly kind: "working"; readonly file: string }
  /** The thread sleeps until the answer is on the port of questions. */
  | { readonly kind: "question"; readonly question: string; readonly given: Uint8Array; readonly minion: string }
  | {
      readonly kind: "done";
      readonly number: number;
      /** Packed map. */
      readonly pillar: Uint8Array;
      readonly errors: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: "failed"; readonly number: number; readonly reason: string };

export type Reply = { readonly value: Uint8Array } | { readonly failed: string };
