import { statSync } from "node:fs";
import type { Value, ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { Log } from "../log.js";
import type { Counters } from "../status/counters.js";
import type { GitPillars } from "./git/git-pillars.js";
import { mergeDeep } from "./merge.js";
import type { CompiledPillar, PillarOptions, PillarRequest } from "./options.js";
import { PillarPool } from "./pillar-pool.js";
import { startPillarThread } from "./worker/start-worker.js";

export interface PillarServiceDeps {
  readonly clock: Clock;
  readonly options: PillarOptions;
  readonly limits: {
    readonly threads: number;
    readonly limitMs: number;
    /** `pillar_cache_ttl` where `pillar_cache` is on; null: every pillar is made anew. */
    readonly cacheMs: number | null;
  };
  readonly answer: (question: string, given: ValueMap, minion: string) => Promise<Value>;
  readonly gitPillars: Pick<GitPillars, "directories">;
  /** Is told of each pillar before it is given away: which values are secrets. */
  readonly learn: (minion: string, pillar: ValueMap, options: { readonly whole: boolean }) => void;
  readonly counters: Counters;
  readonly log: Log;
}

const maxWaiting = 10_000;
const idleMs = 300_000;
const slowMs = 5000;

export type PillarQuestion = PillarRequest & {
  /** `clean_cache` */
  readonly fresh: boolean;
};

/** Makes the pillar of each minion that asks, and tells the log what is wrong with it. */
export class PillarService {
  readonly #deps: PillarServiceDeps;
  readonly #pool: PillarPool;
  readonly #cache = new Map<string, { readonly at: number; readonly made: CompiledPillar }>();
  /** Roots that were there once: one that is gone is no empty one. */
  readonly #seenRoots = new Set<string>();

  constructor(deps: PillarServiceDeps) {
    this.#deps = deps;
    const { clock, options, limits, answer } = deps;
    this.#pool = new PillarPool({
      clock,
      start: () => startPillarThread(options, limits.limitMs),
      threads: limits.threads,
      limitMs: limits.limitMs,
      maxWaiting,
      idleMs,
      answer,
    });
    this.#vanishedRoots();
  }

  async make(question: PillarQuestion): Promise<CompiledPillar> {
    const { clock, counters, limits } = this.#deps;
    const key = keyOf(question.id, question);
    if (question.fresh) this.forget(question.id);
    const cached = this.#cache.get(key);
    if (limits.cacheMs !== null && !question.topOnly && cached && clock.now() - cached.at < limits.cacheMs) {
      return { ...cached.made, pillar: mergeDeep(cached.made.pillar, question.override ?? new Map(), false) };
    }
    const vanished = this.#vanishedRoots();
    const began = clock.now();
    const made = vanished.length > 0 ? withoutRoots(vanished) : await this.#make(question);
    const tookMs = clock.now() - began;
    counters.add("pillars_made");
    if (made.errors.length > 0) counters.add("pillars_failed");
    if (!question.topOnly) {
      const whole = made.errors.length === 0 && question.override === null;
      this.#deps.learn(question.id, made.pillar, { whole });
    }
    this.#tell(question.id, made, tookMs);
    // What is wrong is not kept as if it were right.
    if (limits.cacheMs !== null && made.errors.length === 0 && question.override === null && !question.topOnly) {
      this.#cache.set(key, { at: began, made });
    }
    return made;
  }

  async #make(question: PillarQuestion): Promise<CompiledPillar> {
    return this.#pool.make({ ...question, gitPillars: await this.#deps.gitPillars.directories() });
  }

  /** `pillar_cache` */
  get isCached(): boolean {
    return this.#deps.limits.cacheMs !== null;
  }

  /** What the cache has, however old it is. */
  cached(id: string, envs: Pick<PillarQuestion, "saltenv" | "pillarenv">): ValueMap | undefined {
    return this.#cache.get(keyOf(id, envs))?.made.pillar;
  }

  /** Of one minion, or of all. */
  forget(id?: string): void {
    for (const key of this.#cache.keys()) if (id === undefined || key.startsWith(`${id}\0`)) this.#cache.delete(key);
  }

  close(): void {
    this.#pool.close();
  }

  #tell(minion: string, { errors, warnings }: CompiledPillar, tookMs: number): void {
    const { log } = this.#deps;
    for (const error of errors) log.error({ event: "pillar.failed", minion }, `pillar of ${minion}: ${error}`);
    for (const warning of warnings) log.warn({ event: "pillar.warning", minion }, `pillar of ${minion}: ${warning}`);
    if (tookMs > slowMs) log.warn({ event: "pillar.slow", minion, tookMs }, `pillar of ${minion} took ${tookMs} ms`);
  }

  #vanishedRoots(): readonly string[] {
    const gone: string[] = [];
    for (const root of [...this.#deps.options.roots.values()].flat()) {
      if (root.includes("__env__")) continue;
      if (statSync(root, { throwIfNoEntry: false })?.isDirectory()) this.#seenRoots.add(root);
      else if (this.#seenRoots.has(root)) gone.push(root);
    }
    return gone;
  }
}

function keyOf(id: string, { saltenv, pillarenv }: Pick<PillarQuestion, "saltenv" | "pillarenv">): string {
  return `${id}\0${pillarenv ?? ""}\0${saltenv ?? ""}`;
}

function withoutRoots(roots: readonly string[]): CompiledPillar {
  const text = `Pillar root is not available on the salt master: ${roots.join(", ")}`;
  return { pillar: new Map([["_errors", [text]]]), errors: [text], warnings: [] };
}
