import { storeFailed } from "@salina/api";
import type { MineStore, MinionStore, RunStore, ScheduleStore, Store } from "@salina/store";
import type { Clock } from "../clock.js";
import type { Log } from "../log.js";
import type { Redactor } from "./redactor.js";
import type { Seal } from "./seal.js";

export interface KeptStoreDeps {
  readonly store: Store;
  readonly seal: Seal;
  readonly redactor: Pick<Redactor, "arguments" | "result" | "texts">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/**
 * The store as the daemon uses it: what is kept to be shown again (jobs) is kept without secrets; what is kept to be worked
 * with again (pillars, mine, plans and journals, schedules) is sealed.
 */
export function keptStore({ store, seal, redactor, clock, log }: KeptStoreDeps): Store {
  const unreadable = (what: string) => {
    log.error({ event: "record.sealed", record: what }, `${what} was sealed under another master's key`);
    return storeFailed({ reason: `${what} was sealed under another master's key` });
  };
  const opened = (record: Uint8Array, what: string) => {
    const found = seal.open(record);
    if (found === null) throw unreadable(what);
    return found;
  };
  return {
    ...store,
    jobs: {
      ...store.jobs,
      create: (job) =>
        store.jobs.create({
          ...job,
          arg: redactor.arguments(job.fun, job.arg),
          metadata: job.metadata && redactor.texts(job.metadata),
        }),
      addReturn: (answer) => store.jobs.addReturn({ ...answer, value: redactor.texts(answer.value) }),
    },
    minions: sealedMinions(store.minions, seal),
    mine: sealedMine(store.mine, seal),
    runs: sealedRuns(store.runs, seal, opened, clock),
    schedules: sealedSchedules(store.schedules, seal, opened),
  };
}

type Opened = (record: Uint8Array, what: string) => Uint8Array;

function sealedMinions(minions: MinionStore, seal: Seal): MinionStore {
  return {
    ...minions,
    saveData: (data, at) => minions.saveData({ ...data, pillar: data.pillar && seal.seal(data.pillar) }, at),
    // A pillar that cannot be read is one that is not known: the minion asks for it anew.
    data: async (ids) =>
      (await minions.data(ids)).map((one) => ({ ...one, pillar: one.pillar && seal.open(one.pillar) })),
  };
}

function sealedMine(mine: MineStore, seal: Seal): MineStore {
  return {
    ...mine,
    update: (minion, entries, options) =>
      mine.update(
        minion,
        entries.map(([fun, value]) => [fun, seal.seal(value)] as const),
        options,
      ),
    // As with pillars: minions send theirs again.
    get: async (minions, funs) =>
      (await mine.get(minions, funs)).flatMap((entry) => {
        const value = seal.open(entry.value);
        return value === null ? [] : [{ ...entry, value }];
      }),
  };
}

function sealedRuns(runs: RunStore, seal: Seal, opened: Opened, clock: Pick<Clock, "now">): RunStore {
  const plain = <Run extends { readonly jid: string; readonly plan: Uint8Array }>(run: Run): Run => ({
    ...run,
    plan: opened(run.plan, `run ${run.jid}`),
  });
  return {
    ...runs,
    create: (run) => runs.create({ ...run, plan: seal.seal(run.plan) }),
    append: (jid, entry) => runs.append(jid, { ...entry, data: seal.seal(entry.data) }),
    async get(jid) {
      const run = await runs.get(jid);
      return run && plain(run);
    },
    entries: async (jid) =>
      (await runs.entries(jid)).map((entry) => ({ ...entry, data: opened(entry.data, `run ${jid}`) })),
    // What cannot be read cannot go on.
    async open() {
      const readable = [];
      for (const run of await runs.open()) {
        try {
          readable.push(plain(run));
        } catch {
          await runs.setState(run.jid, "failed", clock.now());
        }
      }
      return readable;
    },
  };
}

function sealedSchedules(schedules: ScheduleStore, seal: Seal, opened: Opened): ScheduleStore {
  const sealedOrNull = (record: Uint8Array | null) => record && seal.seal(record);
  return {
    ...schedules,
    save: (one, runs, keepRuns) =>
      schedules.save({ ...one, settings: sealedOrNull(one.settings), state: sealedOrNull(one.state) }, runs, keepRuns),
    all: async () =>
      (await schedules.all()).flatMap((one) => {
        const open = (record: Uint8Array | null) => record && opened(record, `schedule ${one.name}`);
        try {
          return [{ ...one, settings: open(one.settings), state: open(one.state) }];
        } catch {
          return [];
        }
      }),
  };
}
