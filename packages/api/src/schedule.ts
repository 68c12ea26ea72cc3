import type { EpochMs, Packed } from "./values.js";

/**
 * What became of one run of a scheduled job.
 *
 * | outcome       | meaning                                                                           |
 * | ------------- | --------------------------------------------------------------------------------- |
 * | `running`     | under way                                                                         |
 * | `succeeded`   | the runner gave its result; every minion returned with retcode 0                  |
 * | `failed`      | `reason` says why, `minions` which of them                                        |
 * | `interrupted` | the master ended while it ran, and what it did is not known                       |
 * | `missed`      | the master was not there when it was due; `count` times, `dueAt` is the first      |
 */
export type ScheduleOutcome = "running" | "succeeded" | "failed" | "interrupted" | "missed";

/** Why a run began. `due`: on time. `missed`: makes up for missed times. `extra`: postponed. `start`: `run_on_start`. `asked`: by hand. */
export type ScheduleCause = "due" | "missed" | "extra" | "start" | "asked";

export interface ScheduleRun {
  /** Grows from run to run. */
  readonly id: string;
  readonly name: string;
  readonly cause: ScheduleCause;
  readonly outcome: ScheduleOutcome;
  readonly dueAt: EpochMs;
  /** Null: it never started. */
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** Its job record, as far as there is one. */
  readonly jid: string | null;
  readonly reason: string | null;
  /** Minions on which it did not go well. */
  readonly minions: readonly string[];
  /** Times that were missed; 1 otherwise. */
  readonly count: number;
}

export interface Schedule {
  readonly name: string;
  /** `config`: it stands in the master's config, and only that changes it. */
  readonly origin: "config" | "added";
  readonly enabled: boolean;
  /** A msgpack map, with the names of settings as they stand in the config. */
  readonly settings: Packed;
  readonly timezone: string;
  /** Changes with `settings` and `enabled`. */
  readonly version: string;
  /** Null: it is not due any more, or is disabled. */
  readonly nextRunAt: EpochMs | null;
  readonly lastRun: ScheduleRun | null;
  /** The last time at which it was due and did not run, with the reason in stock's words. */
  readonly lastSkip: { readonly at: EpochMs; readonly reason: string } | null;
  /** Runs under way. */
  readonly running: number;
}

/** A time at which a job is due. */
export interface ScheduleTime {
  readonly at: EpochMs;
  /** Why it will be left out, as far as that is known now. */
  readonly skipped: string | null;
}

/** Only when the schedule still has this version. */
export interface IfVersion {
  readonly ifVersion?: string | undefined;
}

/** Jobs that the master starts by itself. */
export interface ScheduleService {
  /** Whether anything runs at all. */
  readonly enabled: boolean;
  /** Sorted by name. */
  list(): readonly Schedule[];
  get(name: string): Schedule | undefined;
  /** The next times at which it is due. @throws not-found */
  next(name: string, count: number): readonly ScheduleTime[];
  /** @throws schedule-exists, invalid-schedule */
  add(name: string, settings: Packed): Promise<Schedule>;
  /** @throws not-found, schedule-in-config, schedule-changed, invalid-schedule */
  replace(name: string, settings: Packed, options?: IfVersion): Promise<Schedule>;
  /** With its history. @throws not-found, schedule-in-config, schedule-changed */
  remove(name: string, options?: IfVersion): Promise<void>;
  /** @throws not-found, schedule-changed */
  setEnabled(name: string, enabled: boolean, options?: IfVersion): Promise<Schedule>;
  /** Of the whole schedule. */
  setAllEnabled(enabled: boolean): Promise<void>;
  /** Starts it now, whatever its times and ranges say; resolves when it has started. @throws not-found, master-busy */
  run(name: string): Promise<ScheduleRun>;
  /** Leaves out the run that is due within the minute from `at` on. @throws not-found */
  skip(name: string, at: EpochMs): Promise<Schedule>;
  /** The same, and runs it at another time instead. @throws not-found */
  postpone(name: string, at: EpochMs, to: EpochMs): Promise<Schedule>;
  /** Newest first; `before` is the id of a run. @throws not-found */
  history(name: string, options: { readonly limit: number; readonly before?: string }): Promise<readonly ScheduleRun[]>;
}
