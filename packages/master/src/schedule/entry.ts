import type { EpochMs, Target } from "@salina/api";
import type { Value, ValueMap } from "@salina/wire";
import type { CronRule } from "./cron-rule.js";
import type { DatePoint } from "./date-point.js";
import type { Zone } from "./zone.js";

/** What a job of the schedule does: a runner of the master, or with a target a function of minions. */
export interface ScheduledCall {
  readonly fun: string;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly target: Target | null;
  /** Kept with the job of minions, and copied into its returns. */
  readonly metadata: ValueMap | null;
}

export type Timing =
  | { readonly kind: "interval"; readonly everyMs: number }
  | { readonly kind: "cron"; readonly rule: CronRule }
  | { readonly kind: "when"; readonly points: readonly DatePoint[] }
  | { readonly kind: "once"; readonly point: DatePoint }
  /** Only when the master starts. */
  | { readonly kind: "start" };

/** A part of time: both ends belong to it. Ends that come again and again may lie on two days (`22:00` to `6:00`). */
export interface TimeRange {
  readonly start: DatePoint;
  readonly end: DatePoint;
}

/**
 * What becomes of due times at which the master was not there, or its clock was wrong.
 *
 * | policy | then                                                       |
 * | ------ | ---------------------------------------------------------- |
 * | `skip` | they are noted as missed                                   |
 * | `once` | one run makes up for all of them                           |
 * | `all`  | each is made up for, one after the other, oldest first      |
 */
export const missedPolicies = ["skip", "once", "all"] as const;
export type MissedPolicy = (typeof missedPolicies)[number];

/** One job of the schedule, read and checked. */
export interface ScheduleEntry {
  readonly name: string;
  readonly call: ScheduledCall;
  readonly timing: Timing;
  readonly zone: Zone;
  readonly range: (TimeRange & { readonly invert: boolean }) | null;
  /** Undefined: that of the whole schedule counts. */
  readonly skipRange: TimeRange | null | undefined;
  readonly runAfterSkipRange: boolean;
  readonly until: DatePoint | null;
  readonly after: DatePoint | null;
  /** Seconds, both ends included. Undefined: that of the whole schedule counts. */
  readonly splay: Splay | null | undefined;
  /** Null: no limit. */
  readonly maxRunning: number | null;
  readonly runOnStart: boolean;
  readonly enabled: boolean;
  readonly dryRun: boolean;
  readonly missed: MissedPolicy;
  /** Names of alerts; null: all that there are. */
  readonly alerts: readonly string[] | null;
}

export interface Splay {
  readonly fromS: number;
  readonly toS: number;
}

/** What holds for all jobs: the settings of stock that stand among them. */
export interface ScheduleDefaults {
  readonly enabled: boolean;
  readonly splay: Splay | null;
  readonly skipRange: TimeRange | null;
}

export const noDefaults: ScheduleDefaults = { enabled: true, splay: null, skipRange: null };

/** Something in the settings that cannot be used, or is not. */
export interface ScheduleProblem {
  /** Of the settings; empty: the job as a whole. */
  readonly key: string;
  readonly reason: string;
}

export function problemText(name: string, { key, reason }: ScheduleProblem): string {
  return key === "" ? `${name}: ${reason}` : `${name}: \`${key}\`: ${reason}`;
}

/** A due time with what it is: for people. */
export interface UpcomingRun {
  readonly at: EpochMs;
  /** Why it will be left out, as far as that is known now. */
  readonly skipped: string | null;
}
