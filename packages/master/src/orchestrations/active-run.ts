import type { RunState, RunSummary } from "@salina/api";
import {
  type Chunk,
  type ChunkResult,
  checkResult,
  type StepCall,
  type StepOutcome,
  stateReturn,
  walk,
} from "@salina/orchestration";
import { pythonText, type Value, type ValueMap } from "@salina/wire";
import { digestOf, isDestructive } from "./approvals.js";
import { type ConditionWorld, checkAfterwards, checkConditions } from "./conditions.js";
import { Controls } from "./controls.js";
import type { Journal } from "./journal.js";
import type { Plan } from "./plan.js";
import { listed, pause } from "./publish-step.js";
import { type Step, type StepContext, type StepWorld, Suspended } from "./step-context.js";

export interface ActiveRunDeps {
  readonly world: StepWorld;
  readonly conditions: ConditionWorld;
  readonly steps: ReadonlyMap<string, Step>;
  readonly failhard: boolean;
  /** Null: no limit. */
  readonly maxMinionsPerStep: number | null;
  readonly setState: (state: RunState) => Promise<void>;
  readonly stepEnded: (result: ChunkResult, steps: number) => void;
  readonly progress: (step: string, text: string) => void;
}

/** The results of the steps, and how the run came out of it. */
export interface RunOutcome {
  readonly running: ReadonlyMap<string, ChunkResult>;
  readonly state: Extract<RunState, "succeeded" | "failed" | "cancelled">;
}

/** One run while it runs: goes through its plan, and writes down each step before and after. */
export class ActiveRun {
  readonly about: Pick<RunSummary, "jid" | "user" | "test" | "parent">;
  readonly plan: Plan;
  readonly controls = new Controls();
  readonly #journal: Journal;
  readonly #deps: ActiveRunDeps;
  readonly #stop = new AbortController();
  /** Steps that were begun in an earlier life of the daemon. */
  readonly #begunBefore: (step: string) => boolean;
  #ended = false;
  #cancelledBy: string | null = null;
  #isPaused = false;

  constructor(about: ActiveRun["about"], plan: Plan, journal: Journal, deps: ActiveRunDeps) {
    this.about = about;
    this.plan = plan;
    this.#journal = journal;
    this.#deps = deps;
    const begunNow = new Set<string>();
    this.#begunBefore = (step) => {
      const before = journal.startedAt(step) !== null && !begunNow.has(step);
      begunNow.add(step);
      return before;
    };
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** @throws Suspended when the daemon stops; Error when the journal cannot be written */
  async run(): Promise<RunOutcome> {
    const { clock } = this.#deps.world;
    const running = await walk(
      this.plan.chunks,
      { test: this.about.test, failhard: this.#deps.failhard, processedSls: this.plan.processedSls },
      {
        call: (call) => this.#call(call),
        gate: (chunk) => this.#gate(chunk),
        ended: (_tag, result, steps) => this.#deps.stepEnded(result, steps),
        hasModWatch: (state) => this.#deps.steps.has(`${state}.mod_watch`),
        now: () => clock.now(),
        pause: async (ms) => {
          await pause(ms, { signal: this.#stop.signal, world: this.#deps.world });
          if (this.#stop.signal.aborted && !this.#ended) throw new Suspended();
        },
        random: (most) => Math.floor(Math.random() * (most + 1)),
      },
    );
    if (this.#ended) return { running, state: "cancelled" };
    return { running, state: checkResult(new Map(running)) ? "succeeded" : "failed" };
  }

  /** The daemon stops: what is under way is left as it is. */
  suspend(): void {
    this.#stop.abort();
  }

  /** Ends it now, in the middle of a step. */
  cancel(user: string): void {
    this.#cancelledBy = user;
    this.controls.set(null, { what: "kill", until: null });
    this.#stop.abort();
  }

  async #gate(chunk: Chunk): Promise<"go on" | "end"> {
    if (this.#ended) return "end";
    // Paused is what has not been begun.
    if (this.#journal.startedAt(`${chunk.tag}#1`) !== null) return "go on";
    const { clock } = this.#deps.world;
    for (;;) {
      if (this.#stop.signal.aborted && this.#cancelledBy === null) throw new Suspended();
      const wish = this.controls.of(chunk.id, clock.now());
      if (wish?.what === "kill") {
        this.#ended = true;
        return "end";
      }
      if (wish === null) {
        if (this.#isPaused) await this.#setPaused(false);
        return "go on";
      }
      if (!this.#isPaused) {
        this.#deps.progress(chunk.id, "is paused before this step");
        await this.#setPaused(true);
      }
      const changed = this.controls.changed();
      const waitMs = wish.until === null ? 2 ** 31 - 1 : wish.until - clock.now();
      await Promise.race([changed, pause(waitMs, { signal: this.#stop.signal, world: this.#deps.world })]);
    }
  }

  async #setPaused(paused: boolean): Promise<void> {
    this.#isPaused = paused;
    await this.#deps.setState(paused ? "paused" : "running");
  }

  async #call(call: StepCall): Promise<StepOutcome> {
    const known = this.#journal.outcome(call.key);
    if (known) return known;
    const { clock } = this.#deps.world;
    const resumed = this.#begunBefore(call.key);
    const startedAt = this.#journal.startedAt(call.key) ?? clock.now();
    if (!resumed) await this.#journal.start(call.key, startedAt);
    const ret = await this.#outcomeOf(call, startedAt, resumed);
    const outcome = { ret, startedAt, durationMs: Math.max(0, clock.now() - startedAt) };
    await this.#journal.end(call.key, outcome);
    return outcome;
  }

  async #outcomeOf(call: StepCall, startedAt: number, resumed: boolean): Promise<ValueMap> {
    const { low } = call;
    const name = low.get("name") ?? null;
    const fun = `${pythonText(low.get("state") ?? null)}.${pythonText(low.get("fun") ?? null)}`;
    const step = this.#deps.steps.get(fun);
    const wrong = problems(low, fun, step);
    if (!step || wrong.length > 0) return stateReturn(name, false, wrong.map((line) => `${line}\n`).join(""));
    try {
      const condition = resumed ? null : await checkConditions(low, this.#deps.conditions);
      if (condition?.get("result") === true) return new Map([...stateReturn(name, true, ""), ...condition]);
      const ret = await step.run(low, this.#contextOf(call, startedAt, resumed));
      const after = call.test || this.about.test ? null : await checkAfterwards(low, this.#deps.conditions);
      return after ? new Map([...ret, ...after]) : ret;
    } catch (error) {
      // What fails while the daemon stops has not failed: its successor goes on with it.
      if (this.#stop.signal.aborted && this.#cancelledBy === null) throw new Suspended();
      if (error instanceof Suspended) {
        return stateReturn(name, false, `Cancelled by ${this.#cancelledBy} while it ran. What it has begun goes on.`);
      }
      const text = error instanceof Error ? error.message : String(error);
      return stateReturn(name, false, `An exception occurred in this state: ${text}`);
    }
  }

  #contextOf({ key, low, test, changed }: StepCall, startedAt: number, resumed: boolean): StepContext {
    const { world, progress } = this.#deps;
    const id = pythonText(low.get("__id__") ?? null);
    return {
      run: { jid: this.about.jid, user: this.about.user, saltenv: this.plan.saltenv },
      test: test || this.about.test,
      id,
      changed,
      resumed,
      startedAt,
      note: (name) => this.#journal.note(key, name),
      addNote: (name, value) => this.#journal.addNote(key, world.clock.now(), name, value),
      signal: this.#stop.signal,
      progress: (text) => progress(id, text),
      mayTouch: (minions) => this.#mayTouch(low, minions),
      world,
    };
  }

  /** @throws Error */
  #mayTouch(low: ValueMap, minions: readonly string[]): boolean {
    const own = low.get("max_minions");
    const limits = [own, this.#deps.maxMinionsPerStep].filter((limit) => typeof limit === "number");
    const limit = Math.min(...limits);
    if (minions.length > limit)
      throw new Error(`the step would touch ${minions.length} minions, and its limit is ${limit}: nothing was sent`);
    if (!isDestructive(low) || this.about.test) return limit !== Number.POSITIVE_INFINITY;
    const approved = this.plan.approved.get(digestOf(low));
    if (!approved) throw new Error("the step is destructive, and nobody has approved it: nothing was sent");
    const others = minions.filter((minion) => !approved.includes(minion));
    if (others.length > 0)
      throw new Error(`the step is destructive, and was not approved for ${listed(others)}: nothing was sent`);
    return true;
  }
}

/** What keeps a step from being called. */
function problems(low: ValueMap, fun: string, step: Step | undefined): readonly string[] {
  const name: Value = low.get("name") ?? null;
  const sls = pythonText(low.get("__sls__") ?? null);
  if (typeof name !== "string" && name !== null)
    return [`ID '${pythonText(name)}' in SLS '${sls}' is not formed as a string`];
  if (!step)
    return [
      `State '${fun}' was not found in SLS '${sls}'`,
      "Reason: the master runs salt.* and test.* itself; anything else runs on a minion, through salt.state or salt.function.",
    ];
  return step.required.filter((key) => !low.has(key)).map((key) => `Missing parameter ${key} for state ${fun}`);
}
