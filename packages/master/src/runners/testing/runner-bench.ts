import type { Job, JobRequest, MinionResult } from "@salina/api";
import { jobMatches, memoryStore, type Store } from "@salina/store";
import { decode, encode, toJson, toValue, type Value, type ValueMap } from "@salina/wire";
import type { RunningCall } from "../../functions/master-calls.js";
import type { Call } from "../../functions/master-function.js";
import { listJobs } from "../../history/list-jobs.js";
import { Mine } from "../../mine/mine.js";
import { MinionData } from "../../minions/minion-data.js";
import { ReactorMap } from "../../reactor/reactor-map.js";
import { testScheduler } from "../../schedule/testing/test-scheduler.js";
import { HandClock } from "../../testing/hand-clock.js";
import { Queues } from "../queue/queues.js";
import type { RunnerContext } from "../runner.js";
import { Runners } from "../runners.js";
import type { RunnerTools } from "../tools.js";

export const first = "20261123012550814006";
export const second = "20261123012551814006";

export function result(minion: string, value: unknown, more: Partial<MinionResult> = {}): MinionResult {
  const isSilent = value === undefined;
  return {
    minion,
    outcome: isSilent ? "offline" : "returned",
    late: false,
    retcode: isSilent ? null : 0,
    success: isSilent ? null : true,
    value: isSilent ? null : encode(toValue(value)),
    out: null,
    returnedAt: null,
    confirmedAt: null,
    lastSeenAt: null,
    connected: null,
    ...more,
  };
}

export function job(jid: string, fun: string | string[], expression: string, more: Partial<Job> = {}): Job {
  return {
    jid,
    minions: ["web1", "web2"],
    missing: [],
    target: { type: "glob", expression },
    fun,
    arg: encode(["a", 1]),
    user: "root",
    metadata: null,
    startedAt: Date.UTC(2026, 10, 23),
    endedAt: null,
    state: "partial",
    results: [result("web1", "yes"), result("web2", undefined)],
    ...more,
  };
}

/** Runners with minions `web1`, which is there and answers, and `web2`, which does neither. */
export class RunnerBench {
  readonly store: Store = memoryStore();
  readonly runners: Runners;
  readonly minionData: MinionData;
  readonly published: JobRequest[] = [];
  readonly schedules = testScheduler(this.store.schedules);
  readonly fired: [string, unknown][] = [];
  readonly progress: unknown[] = [];
  readonly forgotten: string[] = [];
  readonly deleted: string[] = [];
  /** Newest first. */
  jobs: Job[] = [job(second, ["test.ping", "cmd.run"], "db*"), job(first, "test.arg", "web*")];
  /** What minions answer to each function. */
  answers = new Map<string, MinionResult[]>();
  running: RunningCall[] = [];
  readonly reactors = new ReactorMap([new Map([["a/*", ["/r/a.sls"]]])], () => undefined);
  leads = true;
  isCached = false;
  fetched = 0;
  topErrors: string[] = [];

  private constructor(queues: string) {
    const clock = new HandClock();
    this.minionData = new MinionData({ store: this.store.minions, clock, on: true });
    const resolve = () => Promise.resolve(["web1", "web2"]);
    const context: RunnerContext = {
      orchestrations: {} as never,
      showSls: () => Promise.reject(new Error("none")),
      masterId: "m_master",
      version: "1.2.3",
      running: () => this.running,
      events: {
        fire: (tag, data) => {
          this.fired.push([tag, plain(encode(new Map(data)))]);
          return { seq: 1, tag, at: 0, data: encode(null) };
        },
      },
      peers: () => Promise.resolve(new Map([["10.0.0.2", 1]])),
      queues: new Queues(queues),
      schedules: () => this.schedules,
      reactor: {
        list: () => this.reactors.list(),
        add: (tag, files) => this.reactors.add(tag, files),
        delete: (tag) => this.reactors.delete(tag),
        leads: () => this.leads,
        setLeads: (leads) => {
          this.leads = leads;
        },
      },
      docs: { runner: () => [{ name: "a.b", doc: "Text.", parameters: [] }], wheel: () => [] },
      keys: {
        match: () => Promise.resolve([]),
        change: ({ keys }) => {
          this.deleted.push(...keys.map(({ id }) => id));
          return Promise.resolve([]);
        },
      },
      jobs: {
        get: (jid) => Promise.resolve(this.#found(jid)),
        list: (filter) =>
          listJobs(
            {
              list: (one) => Promise.resolve({ jobs: this.jobs.filter((job) => jobMatches(job, one)), next: null }),
              names: () => Promise.resolve({ functions: this.jobs.flatMap(({ fun }) => fun), minions: [] }),
            },
            filter,
          ),
        publish: (request) => {
          this.published.push(request);
          return Promise.resolve({ jid: String(request.fun), minions: ["web1", "web2"], missing: [] });
        },
        async *follow() {
          await Promise.resolve();
          yield { kind: "end", state: "partial" };
        },
      },
      files: {
        environments: (chosen) => Promise.resolve(chosen?.("gitfs") ? ["base", "dev"] : ["base"]),
        lists: (saltenv) =>
          Promise.resolve({
            files: [`in-${saltenv}`],
            directories: ["d"],
            emptyDirectories: [],
            links: new Map([["l", "d"]]),
          }),
        forgetLists: () => new Map([["roots", ["base"]]]),
      },
      updateFiles: () => {
        this.fetched += 1;
        return Promise.resolve();
      },
      pillars: {
        isCached: this.isCached,
        cached: () => undefined,
        forget: (id) => void this.forgotten.push(id ?? "all"),
        make: ({ id, grains, pillarenv, topOnly }) =>
          Promise.resolve({
            pillar: topOnly
              ? new Map([["top", `of ${id}`]])
              : new Map<Value, Value>([
                  ["for", id],
                  ["os", grains.get("os") ?? null],
                  ["env", pillarenv],
                ]),
            errors: topOnly ? this.topErrors : [],
            warnings: [],
          }),
      },
      presence: { present: () => ["web1", "gone"] },
      acceptedMinions: () => Promise.resolve(["web2", "web1"]),
      mine: new Mine({ on: true, store: this.store.mine, resolve, readers: null }),
      minionData: this.minionData,
      resolve,
      // Those that need them have a test of their own.
      tools: {} as RunnerTools,
    };
    this.runners = new Runners(context);
  }

  static async make(queues = "/nowhere"): Promise<RunnerBench> {
    const bench = new RunnerBench(queues);
    const grains = (os: string) => toValue({ os, ipv4: ["127.0.0.1", "10.0.0.2"] }) as ValueMap;
    await bench.minionData.save("web1", { grains: grains("Debian"), pillar: new Map([["a", 1]]) });
    await bench.minionData.save("web2", { grains: grains("Arch"), pillar: null });
    await bench.store.mine.update("web1", [["ip", encode("10.0.0.1")]], { clear: false });
    return bench;
  }

  /** What a runner gives, as JSON has it; an object at the end is keywords. */
  async run(fun: string, ...arg: unknown[]): Promise<unknown> {
    return await this.runWith({}, fun, ...arg);
  }

  async runWith(call: Partial<Call>, fun: string, ...arg: unknown[]): Promise<unknown> {
    const last = arg.at(-1);
    const keywords =
      typeof last === "object" && last !== null && !Array.isArray(last) ? { ...last, __kwarg__: true } : null;
    const words = keywords ? [...arg.slice(0, -1), keywords] : arg;
    const progress = (data: ReadonlyMap<Value, Value>) => void this.progress.push(toJson(new Map(data)));
    const given = { jid: "20261123012552814006", user: "root", test: false, progress, ...call };
    return plain(
      encode(
        await this.runners.run(
          fun,
          words.map((one) => toValue(one)),
          given,
        ),
      ),
    );
  }

  #found(jid: string): Job | undefined {
    const results = this.answers.get(jid) ?? [result("web1", true), result("web2", undefined)];
    const isAsked = this.published.some(({ fun }) => fun === jid);
    return isAsked ? job(jid, jid, "*", { results }) : this.jobs.find((one) => one.jid === jid);
  }
}

export function plain(packed: Uint8Array): unknown {
  const read = decode(packed);
  return read.ok ? toJson(read.value) : null;
}
