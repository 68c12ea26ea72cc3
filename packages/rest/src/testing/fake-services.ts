import {
  type BusEvent,
  type Job,
  type JobFilter,
  type JobRequest,
  type JobState,
  type JobUpdate,
  type Key,
  type KeyChange,
  type KeyChangeResult,
  type KeyState,
  type Minion,
  type MinionResult,
  noMinionsMatched,
  type Services,
} from "@salina/api";
import { encode, type Value } from "@salina/wire";
import { FakeOrchestrations } from "./fake-orchestrations.js";
import { FakeSchedules } from "./fake-schedules.js";

/** Services in memory, with two minions; tests say what minions answer. */
export class FakeServices implements Services {
  readonly jobs: Services["jobs"];
  readonly keys: Services["keys"];
  readonly minions: Services["minions"];
  readonly events: Services["events"];
  readonly status: Services["status"];
  readonly runners: Services["runners"];
  readonly wheel: Services["wheel"];
  readonly schedules = new FakeSchedules();
  readonly orchestrations = new FakeOrchestrations();
  published: JobRequest[] = [];
  changes: KeyChange[] = [];
  searches: JobFilter[] = [];
  readonly stored = new Map<string, Job>();
  knownKeys: Key[] = [];
  knownMinions: Minion[] = [];
  /** Follows under way. */
  following = 0;
  /** What the next publishes wait for, or fail with. */
  beforePublish: () => Promise<void> = () => Promise.resolve();
  /** What the next change of keys says instead of being done. */
  changeResults: readonly KeyChangeResult[] | null = null;
  ready = true;
  readonly #followers = new Set<() => void>();

  constructor() {
    this.jobs = {
      publish: (request) => this.#publish(request),
      follow: (jid, signal) => this.#follow(jid, signal),
      get: (jid) => Promise.resolve(this.stored.get(jid)),
      list: (filter) => Promise.resolve(this.#list(filter)),
    };
    this.keys = {
      match: (globs, states) =>
        Promise.resolve(
          this.knownKeys.filter(
            ({ id, state }) => states.includes(state) && globs.some((glob) => glob === "*" || plain(glob) === id),
          ),
        ),
      read: (refs) =>
        Promise.resolve(
          refs.flatMap((ref) => this.knownKeys.filter(({ id, state }) => id === ref.id && state === ref.state)),
        ),
      change: (change) => Promise.resolve(this.changeResults ?? this.#change(change)),
      masterKeys: () => Promise.resolve([]),
    };
    this.minions = {
      list: () => Promise.resolve(this.knownMinions),
      get: (id) => Promise.resolve(this.knownMinions.find((one) => one.id === id)),
      resolve: ({ expression }) => {
        const wanted = [expression].flat();
        const minions = this.knownMinions.map(({ id }) => id).filter((id) => wanted.includes(id) || expression === "*");
        return Promise.resolve({ minions, missing: wanted.filter((id) => id !== "*" && !minions.includes(id)) });
      },
    };
    this.events = { watch: () => noEvents() };
    this.runners = {
      start: () => Promise.reject(new Error("no runners")),
      run: () => Promise.reject(new Error("no runners")),
      list: () => [],
    };
    this.wheel = { run: () => Promise.reject(new Error("no wheel functions")), list: () => [] };
    this.status = { status: () => this.#status() };
    this.reset();
  }

  /** As new. */
  reset(): void {
    this.published = [];
    this.changes = [];
    this.searches = [];
    this.stored.clear();
    this.knownKeys = [key("web1", "accepted"), key("web2", "accepted"), key("new1", "pending")];
    this.knownMinions = [minion("web1"), minion("web2")];
    this.beforePublish = () => Promise.resolve();
    this.changeResults = null;
    this.ready = true;
    this.schedules.reset();
    this.orchestrations.reset();
  }

  /** A minion answers; the job ends when all have. */
  answer(jid: string, id: string, value: Value, retcode = 0): void {
    const outcome = retcode === 0 ? "returned" : "failed";
    this.replace(jid, {
      ...silent(id),
      outcome,
      retcode,
      success: retcode === 0,
      value: encode(value),
      returnedAt: 1_800_000_001_500,
    });
  }

  replace(jid: string, result: MinionResult): void {
    const job = this.stored.get(jid);
    if (!job) throw new Error(`no job ${jid}`);
    const results = job.results.map((one) => (one.minion === result.minion ? result : one));
    const state = stateOf(results);
    this.stored.set(jid, { ...job, results, state, endedAt: state === "running" ? null : 1_800_000_002_000 });
    for (const wake of this.#followers) wake();
  }

  async #publish(request: JobRequest) {
    this.published.push(request);
    await this.beforePublish();
    const { minions, missing } = await this.minions.resolve(request.target);
    if (minions.length === 0) throw noMinionsMatched({ target: String(request.target.expression) });
    const jid = `2026112301345785${String(2000 + this.stored.size)}`;
    this.stored.set(jid, {
      jid,
      minions,
      missing,
      target: request.target,
      fun: request.fun,
      arg: request.arg,
      user: request.user,
      metadata: request.metadata ?? null,
      startedAt: 1_800_000_000_000,
      endedAt: null,
      state: "running",
      results: minions.map(silent),
    });
    return { jid, minions, missing };
  }

  async *#follow(jid: string, signal: AbortSignal): AsyncGenerator<JobUpdate> {
    this.following++;
    try {
      for (;;) {
        const job = this.stored.get(jid);
        if (signal.aborted || !job) return;
        if (job.state !== "running") {
          yield { kind: "end", state: job.state };
          return;
        }
        await new Promise<void>((resolve) => {
          this.#followers.add(resolve);
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
    } finally {
      this.following--;
    }
  }

  #list(filter: JobFilter) {
    this.searches.push(filter);
    const { limit, before, funs, user } = filter;
    const found = [...this.stored.values()]
      .filter(
        (job) =>
          (before === undefined || job.jid < before) &&
          (funs === undefined || [job.fun].flat().some((fun) => funs.includes(fun))) &&
          (user === undefined || job.user === user),
      )
      .sort((a, b) => (a.jid < b.jid ? 1 : -1));
    const jobs = found.slice(0, limit);
    return { jobs, next: found.length > limit ? (jobs.at(-1)?.jid ?? null) : null };
  }

  #change(change: KeyChange) {
    this.changes.push(change);
    return change.keys.map(({ id, state, fingerprint }) => {
      const at = this.knownKeys.findIndex((one) => one.id === id && one.state === state);
      const known = this.knownKeys[at];
      if (!known) return { id, state, done: false as const, reason: "gone" as const };
      if (fingerprint !== undefined && known.fingerprint !== fingerprint) {
        return { id, state, done: false as const, reason: "changed" as const };
      }
      const moved =
        change.action === "delete"
          ? []
          : [{ ...known, state: change.action === "accept" ? ("accepted" as const) : ("rejected" as const) }];
      this.knownKeys.splice(at, 1, ...moved);
      return { id, state, done: true as const };
    });
  }

  #status() {
    if (!this.ready) return Promise.reject(new Error("not ready"));
    return Promise.resolve({
      version: "0.1.0",
      masterId: "master",
      startedAt: 1_800_000_000_000,
      publishPort: 4505,
      requestPort: 4506,
      restUrl: null,
      subscribers: 2,
      rssBytes: 100_000_000,
      store: { usedBytes: 4096, fileBytes: 8192 },
      belowEra3: ["web2"],
      counters: { "bad-load": 3 },
    });
  }
}

export function key(id: string, state: KeyState): Key {
  return {
    id,
    state,
    fingerprint: `aa:${Buffer.from(id).toString("hex")}`,
    publicKey: `-----BEGIN PUBLIC KEY-----\n${id}\n-----END PUBLIC KEY-----`,
  };
}

export function minion(id: string, more: Partial<Minion> = {}): Minion {
  return {
    id,
    keyState: "accepted",
    connected: true,
    since: null,
    hearsPublishes: null,
    flapping: false,
    lastSeenAt: 1_800_000_000_123,
    era: 3,
    saltVersion: "3006.9",
    os: "Debian",
    osRelease: "12",
    ...more,
  };
}

export function silent(id: string): MinionResult {
  return {
    minion: id,
    outcome: "running",
    late: false,
    retcode: null,
    success: null,
    value: null,
    out: null,
    returnedAt: null,
    confirmedAt: null,
    lastSeenAt: null,
    connected: null,
  };
}

function plain(glob: string): string {
  return glob.replace(/\[([*?[])\]/g, "$1");
}

function stateOf(results: readonly MinionResult[]): JobState {
  if (results.some(({ outcome }) => outcome === "running")) return "running";
  const returned = results.filter(({ outcome }) => outcome === "returned").length;
  if (returned === results.length) return "succeeded";
  return returned > 0 ? "partial" : "failed";
}

async function* noEvents(): AsyncGenerator<BusEvent> {
  yield* [];
}
