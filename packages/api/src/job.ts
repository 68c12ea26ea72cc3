import type { Target } from "./target.js";
import type { EpochMs, Packed } from "./values.js";

/** What a caller asks for. */
export interface JobRequest {
  readonly target: Target;
  /** One function, or several for a compound job. */
  readonly fun: string | readonly string[];
  /** A msgpack array as Salt publishes it: positional arguments, then one map with `__kwarg__: true`; an array of such arrays for a compound job. */
  readonly arg: Packed;
  /** Who asks, for the record: never a proof of identity. */
  readonly user: string;
  /** Silence after which minions are asked whether the job still runs. Default: the config's `timeout`. */
  readonly timeoutMs?: number;
  /** How long they may take to answer that. Default: the config's `gather_job_timeout`. */
  readonly gatherTimeoutMs?: number;
  /** Minion-side returners, comma separated. */
  readonly returners?: string;
  /** A msgpack map that is kept with the job and copied into its returns. */
  readonly metadata?: Packed;
  /** A msgpack map of words that minions know besides: those of `minionOptions`. */
  readonly options?: Packed;
}

/** What a publish may tell minions about how a job is run and returned, by Salt's own names. */
export const minionOptions = ["ret_config", "ret_kwargs", "module_executors", "executor_opts"] as const;

/** The job as it was sent out. */
export interface PublishedJob {
  readonly jid: string;
  /** Accepted minions that match; each of them ends in an outcome. */
  readonly minions: readonly string[];
  /** Ids of a `list` target without an accepted key. */
  readonly missing: readonly string[];
}

/**
 * What became of a job on one minion.
 *
 * | outcome    | meaning                                                             | final |
 * | ---------- | ------------------------------------------------------------------- | ----- |
 * | `running`  | sent; `confirmedAt` says when the minion last said that it works on it | no |
 * | `returned` | it answered, retcode 0                                              | yes   |
 * | `failed`   | it answered, another retcode                                        | yes   |
 * | `offline`  | it does not answer at all; `lastSeenAt` says since when             | until it answers late |
 * | `lost`     | it answers, but neither runs the job nor has returned it            | until it answers late |
 */
export const outcomes = ["running", "returned", "failed", "offline", "lost"] as const;
export type Outcome = (typeof outcomes)[number];

export interface MinionResult {
  readonly minion: string;
  readonly outcome: Outcome;
  /** True when the answer came after the job had been given up for this minion. */
  readonly late: boolean;
  /** Of a compound job: the largest. Null until it answers. */
  readonly retcode: number | null;
  readonly success: boolean | null;
  /** Null until it answers: silence is never a value. */
  readonly value: Packed | null;
  /** Outputter the minion asks for. */
  readonly out: string | null;
  readonly returnedAt: EpochMs | null;
  readonly confirmedAt: EpochMs | null;
  readonly lastSeenAt: EpochMs | null;
  /** Whether the minion has a live connection, as far as is known: for `offline` and `lost`. */
  readonly connected: boolean | null;
}

/** `running` until every minion has a final outcome, then: all returned, some, or none of them. */
export const jobStates = ["running", "succeeded", "partial", "failed"] as const;
export type JobState = (typeof jobStates)[number];

export interface Job extends PublishedJob {
  readonly target: Target;
  readonly fun: string | readonly string[];
  readonly arg: Packed;
  readonly user: string;
  readonly metadata: Packed | null;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly state: JobState;
  /** One for each of `minions`, in their order, then those of minions that answered unasked. */
  readonly results: readonly MinionResult[];
}

export type JobSummary = Omit<Job, "results" | "metadata">;

/** What a follower sees: first everything so far, then each change as it happens, last `end`. */
export type JobUpdate =
  | { readonly kind: "published"; readonly job: PublishedJob }
  | { readonly kind: "result"; readonly result: MinionResult }
  | { readonly kind: "end"; readonly state: JobState };

/** What a state of a state run came to on a minion. */
export const stateResults = ["unchanged", "changed", "failed", "would-change"] as const;
export type StateResult = (typeof stateResults)[number];

/** Jobs that match everything that is given. `minions`, `outcome`, `stateId` and `stateResult` speak of one and the same minion. */
export interface JobFilter {
  readonly limit: number;
  /** Only jobs older than this jid. */
  readonly before?: string;
  /** Jobs that ran one of these. */
  readonly funs?: readonly string[];
  readonly user?: string;
  /** What one of these had to do with, as a target or unasked. */
  readonly minions?: readonly string[];
  readonly outcome?: Outcome;
  readonly state?: JobState;
  /** `__id__` of a state that a minion ran. */
  readonly stateId?: string;
  /** Only with `stateId`. */
  readonly stateResult?: StateResult;
  /** Started then or later. */
  readonly from?: EpochMs;
  /** Started then or before. */
  readonly to?: EpochMs;
}

export interface JobPage {
  /** Newest first. Can be fewer than the limit, or none, where the search was cut short. */
  readonly jobs: readonly JobSummary[];
  /** `before` of the page that follows; null: there is nothing more. */
  readonly next: string | null;
}

/** Names that occur in the kept jobs, sorted. */
export interface JobNames {
  readonly functions: readonly string[];
  readonly minions: readonly string[];
}
