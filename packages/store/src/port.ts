import type {
  EpochMs,
  Job,
  JobFilter,
  JobNames,
  JobPage,
  MinionResult,
  Outcome,
  Packed,
  PublishedJob,
  RunEntry,
  RunFilter,
  RunRecord,
  RunState,
  RunSummary,
  ScheduleRun,
  Target,
} from "@salina/api";

/** What the daemon remembers. The daemon sees only this; SQLite is one adapter, a cluster's engine may become another. */
export interface Store {
  readonly jobs: JobStore;
  readonly minions: MinionStore;
  readonly mine: MineStore;
  readonly runs: RunStore;
  readonly schedules: ScheduleStore;
  /** Of all that it keeps. */
  size(): Promise<StoreSize>;
  /** Writes what is buffered, then closes. */
  close(): Promise<void>;
}

export interface StoreSize {
  /** Held by records: what a limit is compared with. */
  readonly usedBytes: number;
  /** On the disk; what records leave behind is used again. */
  readonly fileBytes: number;
}

/** A job before anybody has answered. */
export interface NewJob extends PublishedJob {
  readonly target: Target;
  readonly fun: string | readonly string[];
  readonly arg: Packed;
  readonly user: string;
  readonly metadata: Packed | null;
  readonly startedAt: EpochMs;
  /** A job that a minion ran by itself (`salt-call`, its schedule) and only reports. */
  readonly standalone?: boolean;
}

export interface NewReturn {
  readonly jid: string;
  readonly minion: string;
  readonly value: Packed;
  readonly retcode: number | null;
  readonly success: boolean | null;
  readonly out: string | null;
  readonly late: boolean;
  readonly returnedAt: EpochMs;
}

/** What became of a minion without an answer. Never replaces an answer. */
export interface NewOutcome {
  readonly jid: string;
  readonly minion: string;
  readonly outcome: Exclude<Outcome, "returned" | "failed">;
  readonly confirmedAt: EpochMs | null;
  readonly lastSeenAt: EpochMs | null;
  readonly connected: boolean | null;
}

/**
 * `stored`: the first answer. `same`: it was there already, to the byte. `different`: another answer stands; this one is
 * kept beside it (`JobStore.conflicts`), the first one stays. `unknown-job`: nothing written.
 */
export type ReturnVerdict = "stored" | "same" | "different" | "unknown-job";

export interface JobStore {
  /** Durable once resolved. @throws JidTakenError */
  create(job: NewJob): Promise<void>;
  /** Durable once resolved. */
  addReturn(answer: NewReturn): Promise<ReturnVerdict>;
  setOutcomes(outcomes: readonly NewOutcome[]): Promise<void>;
  /** `state` follows from the results. */
  end(jid: string, endedAt: EpochMs): Promise<void>;
  get(jid: string): Promise<Job | undefined>;
  result(jid: string, minion: string): Promise<MinionResult | undefined>;
  /** A search looks at a bounded number of jobs, then says where to go on. */
  list(filter: JobFilter): Promise<JobPage>;
  /** At most 10,000 of each. */
  names(): Promise<JobNames>;
  /** Jobs that have not ended: what a restarted daemon has to follow up. */
  open(): Promise<readonly Job[]>;
  conflicts(jid: string): Promise<readonly NewReturn[]>;
  /** Removes jobs that started before `startedBefore` and have ended, the oldest first, at most `limit` a call; returns how many. */
  prune(startedBefore: EpochMs, limit: number): Promise<number>;
  /** When the oldest job started that has ended; null: there is none. */
  oldest(): Promise<EpochMs | null>;
}

export interface MinionRecord {
  readonly id: string;
  readonly lastSeenAt: EpochMs | null;
  /** Era of the last request. */
  readonly era: number | null;
  /** Highest era in which it has authenticated: it is not served below it. */
  readonly provenEra: number | null;
  /** Packed map. */
  readonly grains: Packed | null;
  readonly grainsAt: EpochMs | null;
}

/** What targets can ask for. */
export interface StoredMinionData {
  readonly id: string;
  /** Packed map; null: not known. */
  readonly grains: Packed | null;
  readonly pillar: Packed | null;
}

export interface MinionStore {
  /** Buffered: written with the next commit, at the latest after a second. */
  seen(id: string, at: EpochMs, era: number): void;
  /** The same, durable once resolved. */
  seenNow(id: string, at: EpochMs, era: number): Promise<void>;
  /** Durable once resolved. */
  proveEra(id: string, era: number): Promise<void>;
  /** Forgets the proven era of an id: an operator's word. */
  forgetEra(id: string): Promise<void>;
  /** Grains and pillar together; a pillar that is null is forgotten. Durable once resolved. */
  saveData(data: StoredMinionData & { readonly grains: Packed }, at: EpochMs): Promise<void>;
  /** Of those ids of which there is something; sorted by id. */
  data(ids: readonly string[]): Promise<readonly StoredMinionData[]>;
  get(id: string): Promise<MinionRecord | undefined>;
  /** Without grains: `grains` is null in each. */
  all(): Promise<readonly MinionRecord[]>;
  /** With everything that is known of it, the mine included. */
  remove(id: string): Promise<void>;
}

/** What a minion has put into the mine under a function's name, or under an alias of its own. */
export interface MineEntry {
  readonly minion: string;
  readonly fun: string;
  readonly value: Packed;
}

/** The mine: values that minions offer to each other. Each change is durable once resolved. */
export interface MineStore {
  /** Adds to what the minion has there, or with `clear` takes its place. */
  update(
    minion: string,
    entries: readonly (readonly [fun: string, value: Packed])[],
    options: { readonly clear: boolean },
  ): Promise<void>;
  remove(minion: string, fun: string): Promise<void>;
  flush(minion: string): Promise<void>;
  /** Sorted by minion, then by function. @param funs null: all */
  get(minions: readonly string[], funs: readonly string[] | null): Promise<readonly MineEntry[]>;
}

/** Journals of orchestration runs. Each change is durable once resolved. */
export interface RunStore {
  /** As `running`. @throws JidTakenError */
  create(run: Omit<RunRecord, "state" | "endedAt">): Promise<void>;
  /** Behind what is there. */
  append(jid: string, entry: RunEntry): Promise<void>;
  /** @param endedAt null: it goes on */
  setState(jid: string, state: RunState, endedAt: EpochMs | null): Promise<void>;
  get(jid: string): Promise<RunRecord | undefined>;
  /** In the order in which they were written. */
  entries(jid: string): Promise<readonly RunEntry[]>;
  /** Runs that have not ended: what a restarted daemon goes on with. Oldest first. */
  open(): Promise<readonly RunRecord[]>;
  /** Newest first. */
  list(filter: RunFilter): Promise<readonly RunSummary[]>;
  /** Removes runs that started before `startedBefore` and have ended, at most `limit` a call; returns how many. */
  prune(startedBefore: EpochMs, limit: number): Promise<number>;
}

/** What is kept of a scheduled job. */
export interface StoredSchedule {
  /** Empty: the schedule as a whole. */
  readonly name: string;
  /** Packed map; null: they stand in the config. */
  readonly settings: Packed | null;
  /** Null: as the settings say. */
  readonly enabled: boolean | null;
  /** Of its times, as the scheduler packs them. */
  readonly state: Packed | null;
}

/** Jobs of the schedule and their runs. Each change is durable once resolved. */
export interface ScheduleStore {
  /** Sorted by name. */
  all(): Promise<readonly StoredSchedule[]>;
  /** The job and its runs in one step: both are kept, or neither. Runs of a known id are replaced; of the job's runs `keepRuns` are kept. */
  save(schedule: StoredSchedule, runs: readonly ScheduleRun[], keepRuns: number): Promise<void>;
  /** With its runs. */
  remove(name: string): Promise<void>;
  /** Newest first, those before the run `before`. */
  runs(name: string, options: { readonly limit: number; readonly before?: string }): Promise<readonly ScheduleRun[]>;
  /** Runs that have not ended, oldest first: what a restarted daemon has to follow up. */
  openRuns(): Promise<readonly ScheduleRun[]>;
}

export class JidTakenError extends Error {
  readonly jid: string;
  constructor(jid: string) {
    super(`job id ${jid} is taken`);
    this.name = "JidTakenError";
    this.jid = jid;
  }
}
