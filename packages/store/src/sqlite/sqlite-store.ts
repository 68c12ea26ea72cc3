import type { Packed } from "@salina/api";
import { storeFailed } from "@salina/api";
import {
  checkFilter,
  checkJob,
  checkOutcome,
  checkReturn,
  checkRun,
  checkRunEntry,
  checkScheduleRun,
  integers,
  texts,
} from "../check.js";
import {
  JidTakenError,
  type JobStore,
  type MineStore,
  type MinionStore,
  type RunStore,
  type ScheduleStore,
  type Store,
} from "../port.js";
import { GroupCommit } from "./group-commit.js";
import { Sightings } from "./sightings.js";
import { startWorker } from "./worker-link.js";

export interface SqliteStoreOptions {
  /** Created where it is missing, for the daemon's user only. SQLite puts two more files beside it. */
  readonly file: string;
  /** How long to wait for another process to give the file free. Default: 1,000. */
  readonly busyTimeoutMs?: number;
  /** Size of the file from which on writes fail as on a full disk. Default: none. */
  readonly maxBytes?: number;
  /** Requests that may wait; more are refused as `master-busy`. Default: 50,000. */
  readonly maxQueued?: number;
  /** The thread has died: nothing can be stored any more. */
  readonly onFatal?: (error: Error) => void;
}

const maxBatch = 1000;
const sightingsKeptMs = 1000;

/**
 * A store in one SQLite file, written by a thread of its own. Requests that come close together share a transaction, and
 * none of their promises resolves before it is on disk. The file stays locked until `close` or the end of the process.
 *
 * @throws StoreOpenError when the file is locked, damaged, of a newer version or not ours
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { file, busyTimeoutMs = 1000, maxBytes = null, maxQueued = 50_000, onFatal = () => {} } = options;
  const worker = await startWorker({ file, busyTimeoutMs, maxBytes });
  const sightings = new Sightings();
  const commit = new GroupCommit({
    send: (batch) => worker.send({ batch }),
    soon: (run) => setImmediate(run),
    alsoWrite: () => (sightings.size > 0 ? { op: "minions.seen", params: sightings.take() } : undefined),
    maxBatch,
    maxQueued,
  });
  worker.listen(
    (replies) => commit.onReplies(replies),
    (error) => {
      commit.end(storeFailed({ reason: error.message }, { cause: error }));
      onFatal(error);
    },
  );

  let closed: Promise<void> | null = null;
  async function close(): Promise<void> {
    writeSightings(commit, sightings);
    await commit.idle();
    commit.end(storeFailed({ reason: "the store is closed" }));
    await worker.close();
  }
  return {
    jobs: sqliteJobs(commit),
    minions: sqliteMinions(commit, sightings),
    mine: sqliteMine(commit),
    runs: sqliteRuns(commit),
    schedules: sqliteSchedules(commit),
    size: () => commit.ask("size", null),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** The caller's buffer may be a slice of a much larger one, and may be used again. */
function copy(value: Packed): Packed {
  return new Uint8Array(value);
}

function sqliteJobs(commit: GroupCommit): JobStore {
  return {
    async create(job) {
      checkJob(job);
      const { jid, arg, metadata } = job;
      const plain = { ...job, arg: copy(arg), metadata: metadata && copy(metadata) };
      if ((await commit.ask("jobs.create", plain)) === "taken") throw new JidTakenError(jid);
    },
    async addReturn(answer) {
      checkReturn(answer);
      return await commit.ask("jobs.addReturn", { ...answer, value: copy(answer.value) });
    },
    async setOutcomes(outcomes) {
      outcomes.forEach(checkOutcome);
      if (outcomes.length > 0) await commit.ask("jobs.setOutcomes", [...outcomes]);
    },
    async end(jid, endedAt) {
      integers({ endedAt });
      await commit.ask("jobs.end", { jid, endedAt });
    },
    get: (jid) => commit.ask("jobs.get", { jid }),
    result: (jid, minion) => commit.ask("jobs.result", { jid, minion }),
    async list(filter) {
      checkFilter(filter);
      return await commit.ask("jobs.list", filter);
    },
    names: () => commit.ask("jobs.names", null),
    oldest: () => commit.ask("jobs.oldest", null),
    open: () => commit.ask("jobs.open", null),
    conflicts: (jid) => commit.ask("jobs.conflicts", { jid }),
    async prune(startedBefore, limit) {
      integers({ startedBefore, limit });
      return await commit.ask("jobs.prune", { startedBefore, limit });
    },
  };
}

/** Sightings are news, not records: those that cannot be written are dropped. */
function writeSightings(commit: GroupCommit, sightings: Sightings): void {
  if (sightings.size > 0) commit.ask("minions.seen", sightings.take()).catch(() => {});
}

function sqliteMinions(commit: GroupCommit, sightings: Sightings): MinionStore {
  let writeIsDue = false;

  /** In the order of the calls: a sighting before `remove` must not bring the minion back. */
  function inOrder(): GroupCommit {
    writeSightings(commit, sightings);
    return commit;
  }

  return {
    seen(id, at, era) {
      integers({ at, era });
      texts({ id });
      sightings.add({ id, at, era });
      if (writeIsDue) return;
      writeIsDue = true;
      setTimeout(() => {
        writeIsDue = false;
        writeSightings(commit, sightings);
      }, sightingsKeptMs).unref();
    },
    async seenNow(id, at, era) {
      integers({ at, era });
      texts({ id });
      await inOrder().ask("minions.seen", [{ id, at, era }]);
    },
    async proveEra(id, era) {
      integers({ era });
      texts({ id });
      await inOrder().ask("minions.proveEra", { id, era });
    },
    async forgetEra(id) {
      await inOrder().ask("minions.forgetEra", { id });
    },
    async saveData({ id, grains, pillar }, at) {
      integers({ at });
      texts({ id });
      const data = { id, grains: copy(grains), pillar: pillar && copy(pillar) };
      await inOrder().ask("minions.saveData", { data, at });
    },
    data: (ids) => inOrder().ask("minions.data", { ids }),
    get: (id) => inOrder().ask("minions.get", { id }),
    all: () => inOrder().ask("minions.all", null),
    async remove(id) {
      await inOrder().ask("minions.remove", { id });
    },
  };
}

function sqliteMine(commit: GroupCommit): MineStore {
  return {
    async update(minion, entries, { clear }) {
      texts({ minion });
      const copies = entries.map(([fun, value]) => [fun, copy(value)] as const);
      await commit.ask("mine.update", { minion, entries: copies, clear });
    },
    async remove(minion, fun) {
      await commit.ask("mine.remove", { minion, fun });
    },
    async flush(minion) {
      await commit.ask("mine.flush", { minion });
    },
    get: (minions, funs) => commit.ask("mine.get", { minions, funs }),
  };
}

function sqliteRuns(commit: GroupCommit): RunStore {
  return {
    async create(run) {
      checkRun(run);
      const plain = { ...run, plan: copy(run.plan) };
      if ((await commit.ask("runs.create", plain)) === "taken") throw new JidTakenError(run.jid);
    },
    async append(jid, entry) {
      checkRunEntry(entry);
      await commit.ask("runs.append", { jid, entry: { ...entry, data: copy(entry.data) } });
    },
    async setState(jid, state, endedAt) {
      integers({ endedAt });
      await commit.ask("runs.setState", { jid, state, endedAt });
    },
    get: (jid) => commit.ask("runs.get", { jid }),
    entries: (jid) => commit.ask("runs.entries", { jid }),
    open: () => commit.ask("runs.open", null),
    async list(filter) {
      integers({ limit: filter.limit });
      return await commit.ask("runs.list", filter);
    },
    async prune(startedBefore, limit) {
      integers({ startedBefore, limit });
      return await commit.ask("runs.prune", { startedBefore, limit });
    },
  };
}

function sqliteSchedules(commit: GroupCommit): ScheduleStore {
  return {
    all: () => commit.ask("schedules.all", null),
    async save(schedule, runs, keepRuns) {
      integers({ keepRuns });
      texts({ name: schedule.name });
      runs.forEach(checkScheduleRun);
      const { settings, state } = schedule;
      const copied = { ...schedule, settings: settings && copy(settings), state: state && copy(state) };
      await commit.ask("schedules.save", { schedule: copied, runs: [...runs], keepRuns });
    },
    async remove(name) {
      await commit.ask("schedules.remove", { name });
    },
    async runs(name, { limit, before }) {
      integers({ limit });
      return await commit.ask("schedules.runs", { name, limit, before: before ?? null });
    },
    openRuns: () => commit.ask("schedules.openRuns", null),
  };
}
