import type { SalinaError } from "./errors.js";
import type { BusEvent, EventGap } from "./event.js";
import type { Job, JobFilter, JobPage, JobRequest, JobUpdate, PublishedJob } from "./job.js";
import type { Key, KeyChange, KeyChangeResult, KeyRef, KeyState, MasterKeyFile } from "./key.js";
import type { Minion } from "./minion.js";
import type { OrchestrationService } from "./run.js";
import type { ScheduleService } from "./schedule.js";
import type { Target } from "./target.js";
import type { Packed } from "./values.js";

/** Everything a caller can ask of the daemon: the local socket and REST are two faces of this one object. */
export interface Services {
  readonly jobs: JobService;
  readonly keys: KeyService;
  readonly minions: MinionService;
  readonly events: EventService;
  readonly status: StatusService;
  readonly runners: RunnerService;
  readonly wheel: WheelService;
  readonly schedules: ScheduleService;
  readonly orchestrations: OrchestrationService;
}

export interface JobService {
  /** Resolves when the job is stored and has left. @throws no-minions-matched, invalid-target */
  publish(request: JobRequest): Promise<PublishedJob>;
  /** Ends after `end`. Results come once per change of outcome. @throws not-found */
  follow(jid: string, signal: AbortSignal): AsyncIterable<JobUpdate>;
  get(jid: string): Promise<Job | undefined>;
  /** Newest first. */
  /** `funs` and `minions` can be globs too. A search looks at a bounded number of jobs, then says where to go on. */
  list(filter: JobFilter): Promise<JobPage>;
}

export interface KeyService {
  /** Keys whose id matches one of the globs, sorted by state, then by id. */
  match(globs: readonly string[], states: readonly KeyState[]): Promise<readonly KeyRef[]>;
  /** The same keys with text and fingerprint; those that have gone are left out. */
  read(keys: readonly KeyRef[]): Promise<readonly Key[]>;
  change(change: KeyChange): Promise<readonly KeyChangeResult[]>;
  /** @param hashType of the fingerprints; default: the config's `hash_type` */
  masterKeys(hashType?: string): Promise<readonly MasterKeyFile[]>;
}

export interface MinionService {
  list(): Promise<readonly Minion[]>;
  get(id: string): Promise<Minion | undefined>;
  resolve(target: Target): Promise<{ readonly minions: readonly string[]; readonly missing: readonly string[] }>;
}

export interface RunnerDoc {
  /** `module.function` */
  readonly name: string;
  /** As `salt-run -d` shows it: one line, then what it takes. */
  readonly doc: string;
  readonly parameters: readonly string[];
  /** Whether it takes further keywords. */
  readonly keywords?: boolean;
}

export interface RunnerRequest {
  readonly fun: string;
  /** A msgpack array: positional values, then one map with `__kwarg__: true`. */
  readonly arg: Packed;
  /** Who asks, for the record: never a proof of identity. */
  readonly user: string;
  /** Default: the next one. */
  readonly jid?: string | undefined;
  /** Nothing may be changed, whatever the arguments say. */
  readonly test?: boolean;
  /** A job record even of a function that only reads: nobody waits for its answer. */
  readonly keep?: boolean;
}

/** A runner under way. Its events are `salt/run/JID/new`, `progress`, `ret`. */
export interface StartedRunner {
  readonly jid: string;
  /** Of its first event. */
  readonly seq: number;
  /** Never rejects. */
  readonly ended: Promise<RunnerEnd>;
}

export interface RunnerEnd {
  readonly value: Packed;
  readonly success: boolean;
  /** Exit code: 1 for a failure, else `retcode` of the answer. */
  readonly retcode: number;
  /** runner-failed */
  readonly error: SalinaError | null;
}

export interface RunnerService {
  /** Resolves when it is in the store (functions that only read are not kept) and begins. @throws unknown-runner, validation, store-failed */
  start(request: RunnerRequest): Promise<StartedRunner>;
  /** @param arg a msgpack array: positional values, then one map with `__kwarg__: true`. @throws unknown-runner, runner-failed */
  run(fun: string, arg: Packed, user: string): Promise<Packed>;
  list(): readonly RunnerDoc[];
}

/** What a wheel function gave, as stock's front-ends hand it on. */
export interface WheelAnswer {
  /** `salt/wheel/JID` */
  readonly tag: string;
  /** False: it failed, and `return` says why. */
  readonly success: boolean;
  /** A map: `fun`, `jid`, `tag`, `user`, `fun_args`, `return`, `success`, `_stamp`. */
  readonly data: Packed;
}

export interface WheelService {
  /**
   * A function that fails answers with `success` false.
   * @param arg a msgpack array: positional values, then one map with `__kwarg__: true`
   * @throws unknown-wheel
   */
  run(fun: string, arg: Packed, user: string, jid?: string): Promise<WheelAnswer>;
  list(): readonly RunnerDoc[];
}

export interface EventService {
  /** From `afterSeq` on where the ring still holds it, else from now on. */
  watch(
    options: { readonly afterSeq?: number; readonly tagPrefix?: string },
    signal: AbortSignal,
  ): AsyncIterable<BusEvent | EventGap>;
}

export interface Status {
  readonly version: string;
  readonly masterId: string;
  readonly startedAt: number;
  readonly publishPort: number;
  readonly requestPort: number;
  readonly restUrl: string | null;
  readonly subscribers: number;
  readonly rssBytes: number;
  /** Of the records: held, and on the disk. */
  readonly store: { readonly usedBytes: number; readonly fileBytes: number };
  /** Ids that last spoke an era below 3. */
  readonly belowEra3: readonly string[];
  /** Refused requests and the like, by name. */
  readonly counters: Readonly<Record<string, number>>;
}

export interface StatusService {
  status(): Promise<Status>;
}
