import type { KeyState } from "./key.js";
import type { EpochMs } from "./values.js";

export interface Minion {
  readonly id: string;
  readonly keyState: KeyState;
  /** Null: not known. */
  readonly connected: boolean | null;
  readonly lastSeenAt: EpochMs | null;
  /** Protocol era of its last request: 0, 2 or 3. Null before the first. */
  readonly era: number | null;
  /** From its grains, null until it has sent them. */
  readonly saltVersion: string | null;
  readonly os: string | null;
  readonly osRelease: string | null;
}
