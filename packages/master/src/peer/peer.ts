import type { Job, JobRequest, JobService, Target } from "@salina/api";
import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import { mayCall, type WantedCall } from "../authorisation/allowed-functions.js";
import { wholeMatch } from "../authorisation/whole-match.js";
import type { Clock } from "../clock.js";
import type { ResolveTarget } from "../mine/mine.js";
import type { RateLimit } from "./rate-limit.js";

export interface PeerDeps {
  /** `peer`: expressions for the whole id of a minion, each with a list of permissions. */
  readonly rules: Value;
  readonly clock: Clock;
  readonly jobs: Pick<JobService, "publish" | "get" | "follow">;
  readonly resolve: ResolveTarget;
  readonly rate: RateLimit;
}

export interface PeerQuestion {
  readonly target: Target;
  readonly calls: readonly WantedCall[];
  readonly returners: string;
  readonly timeoutMs: number | null;
}

export type PeerRefusal = "not-allowed" | "too-often" | "nobody";

/** What one minion may have others do. @source salt/daemons/masterapi.py, minion_pub and minion_publish */
export class Peer {
  readonly #deps: PeerDeps;

  constructor(deps: PeerDeps) {
    this.#deps = deps;
  }

  /** Publishes in the minion's name, if it may. */
  async publish(
    question: PeerQuestion,
    minion: string,
  ): Promise<{ readonly jid: string; readonly minions: readonly string[] } | PeerRefusal> {
    const { calls, target } = question;
    const permissions = this.#permissionsOf(minion);
    // A function that publishes would get around the rules of the one that it is called on.
    if (permissions.length === 0 || calls.some(({ fun }) => fun.startsWith("publish"))) return "not-allowed";
    const minions = await this.#meant(target);
    if (!(await mayCall(permissions, calls, minions, (expression, ids) => this.#areWithin(expression, ids)))) {
      return "not-allowed";
    }
    if (!this.#deps.rate.take(minion)) return "too-often";
    if (minions.length === 0) return "nobody";
    const job = await this.#deps.jobs.publish(requestOf(question, minions, minion));
    return { jid: job.jid, minions: job.minions };
  }

  /** What came of it: only whoever has published it gets to know. */
  async results(jid: string, minion: string): Promise<ValueMap> {
    const job = await this.#deps.jobs.get(jid);
    return job && job.user === userOf(minion) ? returnsOf(job, false) : new Map();
  }

  /** Waits for the end, or for the time that the minion gave. */
  async wait(jid: string, timeoutMs: number, full: boolean): Promise<ValueMap> {
    const ended = new AbortController();
    const stop = this.#deps.clock.after(timeoutMs, () => ended.abort());
    try {
      for await (const update of this.#deps.jobs.follow(jid, ended.signal)) if (update.kind === "end") break;
    } finally {
      stop();
    }
    const job = await this.#deps.jobs.get(jid);
    return job ? returnsOf(job, full) : new Map();
  }

  #permissionsOf(minion: string): Value[] {
    const { rules } = this.#deps;
    const all: Value[] = [];
    for (const [ids, permissions] of isMap(rules) ? rules : []) {
      if (typeof ids === "string" && Array.isArray(permissions) && wholeMatch(ids, minion)) all.push(...permissions);
    }
    return all;
  }

  /** Of pillar only whole values count: who could ask by pattern could read the pillar of others letter by letter. */
  #meant(target: Target): Promise<readonly string[]> {
    return this.#deps.resolve(target, { greedy: false, exactPillar: true });
  }

  async #areWithin(expression: string, minions: readonly string[]): Promise<boolean> {
    if (minions.length === 0) return false;
    const target = { type: "compound", expression } as const;
    const within = new Set(await this.#deps.resolve(target, { greedy: false, exactPillar: true }));
    return minions.every((id) => within.has(id));
  }
}

/** Targets that an id decides go out as they are; of others only the minions that were meant now. */
const byId: readonly Target["type"][] = ["glob", "list", "pcre"];

function requestOf(
  { target, calls, returners, timeoutMs }: PeerQuestion,
  minions: readonly string[],
  minion: string,
): JobRequest {
  const [first] = calls;
  const isOne = calls.length === 1 && first !== undefined;
  return {
    target: byId.includes(target.type) ? target : { type: "list", expression: minions },
    fun: isOne ? first.fun : calls.map(({ fun }) => fun),
    arg: encode(isOne ? first.arg : calls.map(({ arg }) => arg)),
    user: userOf(minion),
    ...(returners === "" ? {} : { returners }),
    ...(timeoutMs === null ? {} : { timeoutMs }),
  };
}

/** A name that no account has. */
export function userOf(minion: string): string {
  return `minion:${minion}`;
}

function returnsOf(job: Job, full: boolean): ValueMap {
  const returns: ValueMap = new Map();
  for (const { minion, value, out, retcode, success } of job.results) {
    if (value === null) continue;
    const read = decode(value, { duplicateKeys: "last", maxDepth: 512 });
    const given: [Value, Value][] = [["ret", read.ok ? read.value : null]];
    if (out !== null) given.push(["out", out]);
    if (full) given.push(["id", minion], ["jid", job.jid], ["retcode", retcode], ["success", success]);
    returns.set(minion, new Map(given));
  }
  return returns;
}
