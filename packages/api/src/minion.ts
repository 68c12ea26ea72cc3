import type { KeyState } from "./key.js";
import type { EpochMs } from "./values.js";

export interface Minion {
  readonly id: string;
  readonly keyState: KeyState;
  /** Null: not known. */
  readonly connected: boolean | null;
  readonly lastSeenAt: EpochMs | null;
  /** Since when it has been connected, or not; null where that was never seen to change. */
  readonly since: EpochMs | null;
  /** Whether publishes reach it. Null: not known, it was not asked yet. */
  readonly hearsPublishes: boolean | null;
  /** It came and went again and again within the last hour. */
  readonly flapping: boolean;
  /** Protocol era of its last request: 0, 2 or 3. Null before the first. */
  readonly era: number | null;
  /** From its grains, null until it has sent them. */
  readonly saltVersion: string | null;
  readonly os: string | null;
  readonly osRelease: string | null;
}
