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

/** What is asked for with `state.orchestrate`. */
export interface RunOrder {
  readonly sls: readonly string[];
  readonly saltenv: string;
  readonly test: boolean;
  /** Packed map. */
  readonly pillar: Packed;
  readonly user: string;
  /** The word that approves destructive steps. */
  readonly confirm: string | null;
}

/** One step of a plan. */
export interface RunStep {
  readonly id: string;
  /** `salt.state` and so on. */
  readonly function: string;
  readonly name: string;
  readonly sls: string;
  /** Null: it has not ended. */
  readonly result: Packed | null;
}

export interface RunDetails extends RunSummary {
  /** In the order of the plan. */
  readonly steps: readonly RunStep[];
  /** Why it could not be run; empty where it could. */
  readonly errors: readonly string[];
}

/** What a follower sees: first the run as it is, then what happens, last the run as it ended. */
export type RunUpdate =
  | { readonly kind: "run" | "end"; readonly run: RunDetails }
  | { readonly kind: "step"; readonly step: RunStep }
  | { readonly kind: "progress"; readonly step: string; readonly message: string };

export interface RunPreview {
  readonly steps: readonly RunStep[];
  readonly errors: readonly string[];
  readonly destructive: readonly { readonly id: string; readonly minions: readonly string[] }[];
  /** Approves them; null: there are none. */
  readonly confirm: string | null;
}

export interface OrchestrationService {
  /** Resolves when its plan is stored and it begins. @throws approval-needed, shutting-down, store-failed */
  start(order: RunOrder): Promise<{ readonly jid: string }>;
  preview(order: RunOrder): Promise<RunPreview>;
  /** Newest first. */
  list(filter: RunFilter): Promise<readonly RunSummary[]>;
  get(jid: string): Promise<RunDetails | undefined>;
  /** Nothing where there is no such run. */
  follow(jid: string, signal: AbortSignal): AsyncIterable<RunUpdate>;
  /** Before the step with this id, or before the next one. @throws not-found */
  pause(jid: string, step: string | null, user: string): Promise<void>;
  /** @throws not-found */
  resume(jid: string, step: string | null, user: string): Promise<void>;
  /** At once. @throws not-found */
  cancel(jid: string, user: string): Promise<void>;
  /** From the steps that failed. @throws not-found, validation, approval-needed */
  retry(jid: string, user: string, confirm: string | null): Promise<void>;
}
