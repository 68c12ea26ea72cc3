import type { EpochMs, Packed } from "./values.js";

/**
 * | state       | meaning                                                                   |
 * | ----------- | ------------------------------------------------------------------------- |
 * | `running`   | steps are being run                                                       |
 * | `paused`    | waits before a step for an operator's word                                |
 * | `succeeded` | every step ended well                                                     |
 * | `failed`    | a step failed, or the run could not go on: `resume` goes on from that step |
 * | `cancelled` | an operator ended it before a step                                        |
 */
export type RunState = "running" | "paused" | "succeeded" | "failed" | "cancelled";

/** One orchestration run, without its plan. */
export interface RunSummary {
  /** The id of the orchestration: steps carry it as `__orchestration_jid__`. */
  readonly jid: string;
  /** What was asked for: the SLS names, or `state.orchestrate_single` and the like. */
  readonly name: string;
  readonly user: string;
  readonly test: boolean;
  /** The run whose step started this one. */
  readonly parent: string | null;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly state: RunState;
}

export interface RunRecord extends RunSummary {
  /** Packed map: how it was called, and the steps in order. Never changes. */
  readonly plan: Packed;
}

export type RunEntryKind = "started" | "note" | "ended" | "forgotten" | "control";

/** One line of a run's journal. */
export interface RunEntry {
  readonly kind: RunEntryKind;
  /** Which call of which step; empty for what concerns the run as a whole. */
  readonly step: string;
  readonly at: EpochMs;
  readonly data: Packed;
}

export interface RunFilter {
  readonly limit: number;
  /** Only runs older than this jid. */
  readonly before?: string;
  readonly state?: RunState;
}
