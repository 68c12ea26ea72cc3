import type { Job, JobRequest, JobUpdate, MinionResult, RunEntry } from "@salina/api";
import { memoryStore, type RunStore } from "@salina/store";
import { decode, encode, isMap, JidSource, type Value, type ValueMap } from "@salina/wire";
import { EventBus } from "../../events/event-bus.js";
import { HandClock } from "../../testing/hand-clock.js";
import { Approvals } from "../approvals.js";
import type { Compile } from "../compile.js";
import { orchestrateNames, readMods } from "../nested-steps.js";
import { Orchestrations } from "../orchestrations.js";
import type { MasterCall, StepWorld } from "../step-context.js";
import type { StepJobs } from "../step-jobs.js";

/** A step as a test writes it. */
export function step(id: string, fun: string, more: Readonly<Record<string, Value>> = {}, name = id): ValueMap {
  const [state = "", inner = ""] = fun.split(".");
  return new Map<Value, Value>([
    ["state", state],
    ["fun", inner],
    ["name", name],
    ["__id__", id],
    ["__sls__", "deploy"],
    ["__env__", "base"],
    ["order", 10_000],
    ...Object.entries(more),
  ]);
}

/** What outlives the daemon: its store, its jobs, and the minions with what they have done. */
export class Site {
  readonly clock = new HandClock();
  /** How long minions take to say that they are there. */
  pingTakesMs = 0;
  readonly store = memoryStore();
  readonly plans = new Map<string, readonly ValueMap[]>();
  readonly minions = ["web1", "web2"];
  /** `function minion`, once for each time that a minion has done it. */
  readonly done: string[] = [];
  readonly runnersDone: string[] = [];
  readonly answers = new Map<string, (minion: string) => Value>();
  readonly jobs = new Map<string, { readonly request: JobRequest; readonly minions: readonly string[] }>();
  readonly #seen = new Set<string>();
  readonly #jids = new JidSource(() => this.clock.nowMicros());

  newJid(): string {
    return this.#jids.next();
  }

  /** A minion drops a job id that it knows. */
  send(jid: string): void {
    const job = this.jobs.get(jid);
    for (const minion of job?.minions ?? []) {
      if (this.#seen.has(`${jid} ${minion}`)) continue;
      this.#seen.add(`${jid} ${minion}`);
      this.done.push(`${String(job?.request.fun)} ${minion}`);
    }
  }

  result(jid: string, minion: string): MinionResult {
    const job = this.jobs.get(jid);
    const answered = this.#seen.has(`${jid} ${minion}`);
    const value = this.answers.get(String(job?.request.fun))?.(minion) ?? true;
    return {
      minion,
      outcome: answered ? "returned" : "lost",
      late: false,
      retcode: answered ? 0 : null,
      success: answered ? true : null,
      value: answered ? encode(value) : null,
      out: null,
      returnedAt: null,
      confirmedAt: null,
      lastSeenAt: null,
      connected: null,
    };
  }
}

/** One life of the daemon on a site. It ends, without another word, before its `lifetime`-th act on the world. */
export class Life {
  readonly orchestrations: Orchestrations;
  readonly events: EventBus;
  readonly #site: Site;
  #left: number;

  constructor(site: Site, lifetime = Number.POSITIVE_INFINITY, guards: Partial<Guards> = {}) {
    this.#site = site;
    this.#left = lifetime;
    this.events = new EventBus(site.clock, 100);
    const runner = this.#runner();
    const world: StepWorld = {
      clock: site.clock,
      jobs: this.#jobs(),
      events: this.events,
      ping: (minions, answers) => {
        const answer = () => {
          for (const minion of minions) answers(minion);
        };
        if (site.pingTakesMs === 0) answer();
        else site.clock.after(site.pingTakesMs, answer);
        return Promise.resolve();
      },
      runner,
      wheel: runner,
      told: { result: (_fun, value) => value, texts: (packed) => packed },
      log: silentLog,
    };
    this.orchestrations = new Orchestrations({
      masterId: "m_master",
      runs: this.#runs(),
      compile: this.#compile(),
      world,
      conditions: {
        command: (command) => Promise.resolve(command === "true" ? 0 : 1),
        exists: (path) => Promise.resolve(path === "/there"),
        call: () => Promise.resolve(true),
      },
      approvals: new Approvals(Buffer.alloc(32, 7), 60_000),
      guards: { failhard: false, maxMinionsPerStep: null, unattended: [], ...guards },
      events: this.events,
      log: silentLog,
    });
  }

  get isDead(): boolean {
    return this.#left <= 0;
  }

  /** Nothing that a dead daemon asks for is ever done or answered. */
  async #act<T>(what: () => T | Promise<T>): Promise<T> {
    if (this.#left-- <= 0) return await new Promise<never>(() => undefined);
    const done = await what();
    if (this.#left <= 0) return await new Promise<never>(() => undefined);
    return done;
  }

  #runs(): RunStore {
    const { runs } = this.#site.store;
    return {
      ...runs,
      create: (run) => this.#act(() => runs.create(run)),
      append: (jid, entry: RunEntry) => this.#act(() => runs.append(jid, entry)),
      setState: (jid, state, at) => this.#act(() => runs.setState(jid, state, at)),
    };
  }

  #compile(): Compile {
    return ({ what, pillar }) => {
      const mods = what.kind === "sls" ? what.mods : [];
      const missing = mods.filter((name) => !this.#site.plans.has(name));
      const chunks = mods.flatMap((name) => this.#site.plans.get(name) ?? []);
      return Promise.resolve({
        chunks,
        errors: missing.map((name) => `No matching sls found for '${name}' in env 'base'`),
        processedSls: ["deploy"],
        pillar,
        high: new Map(),
      });
    };
  }

  #jobs(): StepJobs {
    const site = this.#site;
    return {
      newJid: () => site.newJid(),
      publishAs: async (jid, request) => {
        const { expression } = request.target;
        const minions = expression === "*" ? [...site.minions] : [expression].flat();
        await this.#act(() => {
          site.jobs.set(jid, { request, minions });
        });
        await this.#act(() => site.send(jid));
        return { jid, minions, missing: [] };
      },
      resend: (jid) => this.#act(() => site.send(jid)),
      async *follow() {
        await Promise.resolve();
        yield { kind: "end", state: "succeeded" } satisfies JobUpdate;
      },
      get: (jid) => {
        const job = site.jobs.get(jid);
        const results = job?.minions.map((minion) => site.result(jid, minion)) ?? [];
        return Promise.resolve(job && ({ jid, results, endedAt: null, minions: job.minions } as unknown as Job));
      },
      resolve: ({ expression }) =>
        Promise.resolve({ minions: expression === "*" ? site.minions : [expression].flat() }),
    };
  }

  #runner(): MasterCall {
    return {
      newJid: () => this.#site.newJid(),
      found: async (fun, jid) => {
        if (!orchestrateNames.has(fun) || !(await this.orchestrations.has(jid))) return undefined;
        return this.#nested(jid);
      },
      call: async (fun, arg, { jid, user, parent, saltenv }) => {
        if (!orchestrateNames.has(fun)) {
          await this.#act(() => this.#site.runnersDone.push(fun));
          return { value: true, success: true };
        }
        const given = arg.find(isMap);
        const mods = readMods(given?.get("mods") ?? null);
        this.orchestrations.expectChild(jid, parent);
        await this.orchestrations.start({
          what: { kind: "sls", mods, exclude: null },
          saltenv,
          pillarenv: null,
          pillar: new Map(),
          test: false,
          jid,
          user,
          name: mods.join(","),
          confirm: null,
        });
        return await this.#nested(jid);
      },
    };
  }

  async #nested(jid: string) {
    const { data, retcode } = await this.orchestrations.wait(jid);
    return { value: new Map<Value, Value>([["data", new Map([["m_master", data]])]]), success: retcode === 0 };
  }
}

export interface Guards {
  readonly failhard: boolean;
  readonly maxMinionsPerStep: number | null;
  readonly unattended: readonly string[];
}

export const request = (jid: string, more: Partial<Parameters<Orchestrations["start"]>[0]> = {}) => ({
  what: { kind: "sls" as const, mods: ["deploy"], exclude: null },
  saltenv: "base",
  pillarenv: null,
  pillar: new Map(),
  test: false,
  jid,
  user: "root",
  name: "deploy",
  confirm: null,
  ...more,
});

const nothing = () => undefined;
export const silentLog = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
} as never;

/** Results without what differs from run to run. */
export function comparable(data: Value): unknown {
  if (!isMap(data)) return data;
  return [...data].map(([tag, one]) => {
    const shown = isMap(one) ? new Map(one) : new Map();
    for (const key of ["start_time", "duration", "__jid__"]) shown.delete(key);
    return [tag, decoded(encode(shown))];
  });
}

function decoded(packed: Uint8Array): string {
  const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
  return read.ok ? Buffer.from(packed).toString("latin1") : "";
}
