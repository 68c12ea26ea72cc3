import type { ValueMap } from "@salina/wire";
import { Chunk } from "./chunk.js";
import { ChunkIndex } from "./chunk-index.js";
import { listeners } from "./listen.js";
import { isTrue } from "./python-truth.js";
import {
  type Found,
  failedRequisites,
  findRequisites,
  hasChanges,
  hasRequisites,
  missingText,
  type Status,
  statusOf,
} from "./requisite-status.js";
import { type Retry, readRetry, retryInTest } from "./retry.js";
import type { ChunkResult, StepCall, StepOutcome } from "./step.js";
import {
  attemptText,
  commentOf,
  finishedResult,
  markResult,
  type NotCalled,
  notCalledResult,
  recursiveResult,
  startedResult,
} from "./step-results.js";

export interface WalkDeps {
  /** Does what the state's function does, once for each key: for a key that has ended it gives the same again. */
  readonly call: (call: StepCall) => Promise<StepOutcome>;
  /** Asked before each step that is not run for another one. `end`: it and those after it are left out. */
  readonly gate: (chunk: Chunk) => Promise<"go on" | "end">;
  /** Each result, once, as it becomes known. */
  readonly ended?: (tag: string, result: ChunkResult, steps: number) => void;
  readonly hasModWatch: (state: string) => boolean;
  readonly now: () => number;
  /** Waits between two tries of a step. */
  readonly pause: (ms: number) => Promise<void>;
  /** A whole number from 0 to `most`. */
  readonly random: (most: number) => number;
}

export interface WalkOptions {
  readonly test: boolean;
  readonly failhard: boolean;
  /** SLS names that were read: a requisite on one without steps is met. */
  readonly processedSls: readonly string[];
}

/**
 * Goes through compiled steps in their order, each one after those that it requires.
 *
 * It has no state but what the calls gave: gone through again with the same calls, it comes to the same place. That is how a
 * run goes on after the master was killed.
 *
 * @param chunks low chunks, in order
 * @returns results by tag, in the order in which they became known
 * @source salt/state.py, State.call_chunks, call_chunk and call_listen
 */
export async function walk(
  chunks: readonly ValueMap[],
  options: WalkOptions,
  deps: WalkDeps,
): Promise<Map<string, ChunkResult>> {
  const all = chunks.map((low) => new Chunk(low));
  const first = new Walk(all, options, deps, 0);
  const running = await first.run();
  const { watchers, errors } = listeners(all, running);
  const second = new Walk(watchers, options, deps, first.runNumber);
  for (const [tag, result] of await second.run()) running.set(tag, result);
  let number = second.runNumber;
  for (const [tag, error] of errors) running.set(tag, error.set("__run_num__", number++));
  return running;
}

/** What is still under way stands in for its result. */
interface Parallel {
  readonly tag: string;
  readonly chunk: Chunk;
  readonly outcome: Promise<StepOutcome>;
}

const maxDepth = 20;
/** Visits of all steps together, beyond which requisites go in a circle. */
const visitsOfEach = 1000;

class Walk {
  readonly #chunks: readonly Chunk[];
  readonly #options: WalkOptions;
  readonly #deps: WalkDeps;
  readonly #index: ChunkIndex;
  readonly #running = new Map<string, ChunkResult>();
  readonly #pre = new Map<string, ChunkResult>();
  readonly #active = new Set<string>();
  readonly #calls = new Map<string, number>();
  readonly #parallel = new Map<string, Parallel>();
  readonly #told = new Set<string>();
  #failedHard = false;
  #visits = 0;
  /** Of the next result. */
  runNumber: number;

  constructor(chunks: readonly Chunk[], options: WalkOptions, deps: WalkDeps, runNumber: number) {
    this.runNumber = runNumber;
    this.#chunks = chunks;
    this.#options = options;
    this.#deps = deps;
    this.#index = new ChunkIndex(chunks, options.processedSls);
    for (const chunk of chunks) chunk.watchIsRequire = !deps.hasModWatch(chunk.state);
  }

  async run(): Promise<Map<string, ChunkResult>> {
    for (const chunk of this.#chunks) {
      if (this.#failedHard) break;
      if (!this.#running.has(chunk.tag)) {
        if ((await this.#deps.gate(chunk)) === "end") break;
        await this.#chunk(chunk, 0);
        if (this.#failsHard(chunk)) break;
      }
      this.#active.clear();
    }
    await this.#settle([...this.#parallel.keys()]);
    return this.#running;
  }

  async #chunk(chunk: Chunk, depth: number): Promise<void> {
    const { tag } = chunk;
    if (this.#visits++ > visitsOfEach * this.#chunks.length) return this.#recursive(chunk);
    if (chunk.requisites("prerequired") === null) this.#active.add(tag);
    const found = await this.#requisites(chunk, !chunk.prereq);
    const status = found === "missing" ? "unmet" : found ? statusOf(found, this.#results()) : "met";
    if (status === "unmet") {
      if (!(await this.#runRequisites(chunk, depth))) return;
    } else await this.#act(chunk, status, found === "missing" || !found ? new Map() : found);
    const result = this.#running.get(tag);
    if (result && !this.#parallel.has(tag)) this.#tell(tag, result);
  }

  #tell(tag: string, result: ChunkResult): void {
    if (this.#told.has(tag)) return;
    this.#told.add(tag);
    this.#deps.ended?.(tag, result, this.#chunks.length);
  }

  #results() {
    return { running: this.#running, pre: this.#pre };
  }

  async #requisites(chunk: Chunk, withPrerequired: boolean): Promise<Found | "missing" | null> {
    if (!hasRequisites(chunk)) return null;
    const found = findRequisites(chunk, (wanted) => this.#index.find(wanted), withPrerequired);
    if (!found) return "missing";
    await this.#settle([...found.values()].flat().map((one) => one.tag));
    return found;
  }

  /** Runs what a chunk waits for, then the chunk. False: it has its result, and it was told. */
  async #runRequisites(chunk: Chunk, depth: number): Promise<boolean> {
    const { tag } = chunk;
    const missing = missingText(chunk, (wanted) => this.#index.find(wanted), !chunk.prereq);
    if (missing !== undefined) {
      const result = this.#without(chunk, { result: false, comment: missing });
      if (chunk.prereq) this.#pre.set(tag, result);
      else this.#running.set(tag, result);
      this.#tell(tag, result);
      return false;
    }
    for (const one of this.#namedBy(chunk)) {
      if (this.#running.has(one.tag)) continue;
      if (this.#active.has(one.tag)) {
        if (one.prerequired) {
          if (!this.#pre.has(tag)) {
            chunk.prereq = true;
            this.#pre.set(one.tag, await this.#call(chunk));
          }
          return false;
        }
        this.#recursive(chunk);
        return false;
      }
      await this.#chunk(one, 0);
      if (this.#failsHard(one)) {
        this.#failedHard = true;
        return false;
      }
    }
    if (chunk.prereq) await this.#prereq(chunk);
    else if (depth + 1 >= maxDepth) this.#recursive(chunk);
    else await this.#chunk(chunk, depth + 1);
    if (this.#failsHard(chunk)) {
      this.#failedHard = true;
      return false;
    }
    return true;
  }

  /** In stock's order; each one marked with what it is needed for. */
  #namedBy(chunk: Chunk): readonly Chunk[] {
    const kinds = [
      ...["require", "require_any", "watch", "watch_any", "prereq", "onfail", "onfail_any", "onfail_all"],
      ...["onchanges", "onchanges_any", ...(chunk.prereq ? [] : ["prerequired"])],
    ];
    return kinds.flatMap((kind) =>
      (chunk.requisites(kind) ?? []).flatMap((wanted) => {
        const named = this.#index.find(wanted) ?? [];
        if (kind === "prereq") for (const one of named) one.prereq = true;
        if (kind === "prerequired" && wanted.key !== "sls") for (const one of named) one.prerequired = true;
        return named;
      }),
    );
  }

  /** A run in test mode, for those that have it as `prereq`. */
  async #prereq(chunk: Chunk): Promise<void> {
    const found = await this.#requisites(chunk, false);
    const status = found === "missing" ? "unmet" : found ? statusOf(found, this.#results()) : "met";
    if (status === "pre") {
      const result = this.#without(chunk, { result: true, comment: "No changes detected" });
      result.set("__state_ran__", false);
      this.#pre.set(chunk.tag, result);
      return;
    }
    const result = await this.#call(chunk);
    if (status === "change" && !hasChanges(result)) {
      result.set("changes", new Map([["watch", "watch"]]));
      result.set("result", null);
    }
    this.#pre.set(chunk.tag, result);
  }

  async #act(chunk: Chunk, status: Exclude<Status, "unmet">, found: Found): Promise<void> {
    const { tag } = chunk;
    switch (status) {
      case "fail":
        return this.#requisiteFailed(chunk, found);
      case "pre": {
        const result = this.#without(chunk, { result: true, comment: "No changes detected" });
        this.#running.set(tag, result);
        this.#pre.set(tag, result);
        return;
      }
      case "onfail":
        return this.#skip(chunk, "State was not run because onfail req did not change");
      case "onchanges":
        return this.#skip(chunk, "State was not run because none of the onchanges reqs changed");
      case "change":
        if (chunk.prereq) break;
        return await this.#watched(chunk, found);
      case "met":
        break;
    }
    if (chunk.prereq) this.#pre.set(tag, await this.#call(chunk));
    else if (isTrue(chunk.low.get("parallel"))) this.#inParallel(chunk);
    else this.#running.set(tag, await this.#call(chunk));
  }

  #requisiteFailed(chunk: Chunk, found: Found): void {
    const { tag } = chunk;
    const before = this.#pre.get(tag);
    if (before) {
      // It ran in test mode: what it would have changed did not come to be.
      if (hasChanges(before)) before.set("changes", new Map());
      before.set("__run_num__", this.runNumber++);
      markResult(before, chunk);
      this.#running.set(tag, before);
      return;
    }
    const failed = failedRequisites(found, this.#results()).join(", ");
    const result = this.#without(chunk, { result: false, comment: `One or more requisite failed: ${failed}` });
    this.#running.set(tag, result);
    this.#pre.set(tag, result);
  }

  #skip(chunk: Chunk, comment: string): void {
    this.#running.set(chunk.tag, this.#without(chunk, { result: true, comment, skipped: true }));
  }

  async #watched(chunk: Chunk, found: Found): Promise<void> {
    let result = await this.#call(chunk);
    if (!hasChanges(result) && !isTrue(result.get("skip_watch"))) {
      const low = new Map(chunk.low);
      low.set("sfun", low.get("fun") ?? null);
      low.set("fun", "mod_watch");
      const changed = (found.get("watch") ?? []).filter((one) => {
        const known = this.#running.get(one.tag);
        return known !== undefined && hasChanges(known);
      });
      result = await this.#call(new Chunk(low), changed);
    }
    this.#running.set(chunk.tag, result);
  }

  async #call(chunk: Chunk, changed: readonly Chunk[] = []): Promise<ChunkResult> {
    const outcome = await this.#deps.call(this.#callOf(chunk, changed));
    if (chunk.prereq) {
      chunk.prereq = false;
      return new Map(outcome.ret);
    }
    const retry = chunk.low.get("retry");
    const result = finishedResult(chunk, outcome, this.runNumber++);
    return retry === undefined ? result : await this.#again(chunk, changed, { result, outcome }, readRetry(retry));
  }

  #callOf(chunk: Chunk, changed: readonly Chunk[]): StepCall {
    const { tag } = chunk;
    const count = (this.#calls.get(tag) ?? 0) + 1;
    this.#calls.set(tag, count);
    return {
      key: `${tag}#${count}`,
      low: chunk.low,
      test: chunk.prereq,
      changed: changed.map(({ state, id }) => ({ state, id })),
    };
  }

  async #again(
    chunk: Chunk,
    changed: readonly Chunk[],
    first: { readonly result: ChunkResult; readonly outcome: StepOutcome },
    retry: Retry,
  ): Promise<ChunkResult> {
    if (this.#options.test) {
      first.result.set("comment", retryInTest(first.result.get("comment") ?? null, retry));
      return first.result;
    }
    let { result, outcome } = first;
    let durationMs = outcome.durationMs;
    const said: string[] = [];
    for (let tries = 1; result.get("result") !== retry.until && tries < retry.attempts; tries++) {
      said.push(attemptText(tries, result));
      const waitMs = (retry.intervalS + (retry.splayS > 0 ? this.#deps.random(retry.splayS) : 0)) * 1000;
      await this.#deps.pause(waitMs);
      outcome = await this.#deps.call(this.#callOf(chunk, changed));
      durationMs += outcome.durationMs + waitMs;
      result = finishedResult(chunk, { ...outcome, durationMs }, this.runNumber++);
    }
    if (said.length > 0) {
      result.set("comment", [...said, commentOf(result)].join("\n"));
      result.set("start_time", first.result.get("start_time") ?? null);
    }
    return result;
  }

  #inParallel(chunk: Chunk): void {
    const { tag } = chunk;
    const outcome = this.#deps.call(this.#callOf(chunk, []));
    // Looked at later: a failure must not end the process in the meantime.
    outcome.catch(() => undefined);
    this.#parallel.set(tag, { tag, chunk, outcome });
    this.#running.set(tag, startedResult(chunk, this.#deps.now(), this.runNumber++));
  }

  /** Waits for those that run beside the others. */
  async #settle(tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      const one = this.#parallel.get(tag);
      if (!one) continue;
      const outcome = await one.outcome;
      const number = Number(this.#running.get(tag)?.get("__run_num__") ?? 0);
      const result = finishedResult(one.chunk, outcome, number).set("__parallel__", true);
      this.#running.set(tag, result);
      this.#parallel.delete(tag);
      this.#tell(tag, result);
    }
  }

  #failsHard({ low, tag }: Chunk): boolean {
    const wanted = low.has("failhard") ? isTrue(low.get("failhard")) : this.#options.failhard;
    return !this.#options.test && wanted && this.#running.get(tag)?.get("result") === false;
  }

  #recursive(chunk: Chunk): void {
    const result = recursiveResult(chunk, this.runNumber++);
    this.#running.set(chunk.tag, result);
    this.#tell(chunk.tag, result);
  }

  #without(chunk: Chunk, why: NotCalled): ChunkResult {
    return notCalledResult(chunk, why, this.#deps.now(), this.runNumber++);
  }
}
