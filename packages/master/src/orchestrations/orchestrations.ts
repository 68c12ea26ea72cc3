import {
  invalidRequest,
  notFound,
  type RunEntry,
  type RunFilter,
  type RunRecord,
  type RunState,
  type RunSummary,
  shuttingDown,
} from "@salina/api";
import { type ChunkResult, tagOf } from "@salina/orchestration";
import type { RunStore } from "@salina/store";
import { pythonText, type Value, type ValueMap } from "@salina/wire";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { Log } from "../log.js";
import { ActiveRun, type RunOutcome } from "./active-run.js";
import type { Approvals } from "./approvals.js";
import type { Compile, Compiled, CompileRequest } from "./compile.js";
import type { ConditionWorld } from "./conditions.js";
import { DestructiveGuard } from "./destructive-guard.js";
import { Journal } from "./journal.js";
import { type Plan, packPlan, unpackPlan } from "./plan.js";
import { endOf, resultsOf } from "./run-results.js";
import { type StepWorld, Suspended } from "./step-context.js";
import { stepsFor } from "./steps/all-steps.js";
import { applyWish, wish, wishesOf } from "./wishes.js";

export interface OrchestrationsDeps {
  readonly masterId: string;
  readonly runs: RunStore;
  readonly compile: Compile;
  readonly world: StepWorld;
  readonly conditions: ConditionWorld;
  readonly approvals: Approvals;
  readonly guards: {
    readonly failhard: boolean;
    readonly maxMinionsPerStep: number | null;
    /** SLS names, as globs, whose destructive steps need nobody's word. */
    readonly unattended: readonly string[];
  };
  /** Told when a run has ended that was begun in an earlier life of the daemon. */
  readonly resumedEnded?: (end: RunEnd) => Promise<void>;
  readonly events: EventBus;
  readonly log: Log;
}

export interface RunRequest extends CompileRequest {
  readonly jid: string;
  readonly user: string;
  /** What it is called in lists. */
  readonly name: string;
  /** The word that approves its destructive steps. */
  readonly confirm: string | null;
}

/** What a run gave, as `state.orchestrate` shows it. */
export interface RunEnd {
  readonly jid: string;
  readonly state: RunState;
  /** Results by tag, or a list of errors. */
  readonly data: Value;
  readonly retcode: number;
}

export interface KnownRun {
  readonly run: RunRecord;
  readonly plan: Plan;
  readonly entries: readonly RunEntry[];
  /** Results by tag, or errors; null: it has not ended. */
  readonly data: Value;
  /** What is known of steps, by tag. */
  readonly results: ReadonlyMap<string, ValueMap>;
}

interface Live {
  readonly run: ActiveRun;
  readonly ended: Promise<RunEnd>;
}

/** Runs orchestrations, and goes on with them after a restart. */
export class Orchestrations {
  readonly #deps: OrchestrationsDeps;
  readonly #guard: DestructiveGuard;
  readonly #live = new Map<string, Live>();
  /** Of runs that steps are about to start. */
  readonly #parents = new Map<string, string>();
  /** Who waits until a run is stored. */
  readonly #begun = new Map<string, () => void>();
  #closing = false;

  constructor(deps: OrchestrationsDeps) {
    this.#deps = deps;
    const { compile, world, approvals, guards } = deps;
    this.#guard = new DestructiveGuard({ compile, world, approvals, unattended: guards.unattended });
  }

  /** The run with this id is started by a step of another one. */
  expectChild(jid: string, parent: string): void {
    this.#parents.set(jid, parent);
  }

  /** What a run would do, with the word that approves its destructive steps; null where none is needed. */
  async preview(request: Omit<RunRequest, "jid" | "confirm">) {
    const compiled = await this.#deps.compile(request);
    const destructive = request.test ? [] : await this.#guard.find(compiled.chunks);
    return { ...compiled, destructive, word: this.#guard.word(destructive, request.user) };
  }

  /**
   * Compiles it, writes its plan down, and begins.
   * @throws approval-needed, shutting-down, store-failed
   */
  async start(request: RunRequest): Promise<void> {
    if (this.#closing) throw shuttingDown({});
    const parent = this.#parents.get(request.jid) ?? null;
    this.#parents.delete(request.jid);
    const compiled = await this.#deps.compile(request);
    const plan: Plan = {
      mods: request.what.kind === "sls" ? request.what.mods : [request.name],
      saltenv: request.saltenv,
      pillar: compiled.pillar,
      chunks: compiled.errors.length > 0 ? [] : compiled.chunks,
      processedSls: compiled.processedSls,
      approved: await this.#approved(request, parent, compiled),
    };
    const { runs, world } = this.#deps;
    const { jid, name, user, test } = request;
    const about = { jid, name, user, test, parent, startedAt: world.clock.now() };
    await runs.create({ ...about, plan: packPlan(plan) });
    this.#begun.get(jid)?.();
    this.#deps.log.info({ event: "run.started", jid, name, user, steps: plan.chunks.length }, "orchestration started");
    const journal = new Journal(runs, jid);
    if (compiled.errors.length === 0) this.#launch({ ...about, endedAt: null, state: "running" }, plan, journal);
    else await this.#conclude(about, journal, { state: "failed", data: [...compiled.errors] });
  }

  /** @throws not-found, Suspended */
  async wait(jid: string): Promise<RunEnd> {
    const live = this.#live.get(jid);
    if (live) return await live.ended;
    const record = await this.#record(jid);
    const data = endOf(await this.#deps.runs.entries(jid)) ?? [
      `The run has ended as ${record.state}, without results.`,
    ];
    return { jid, state: record.state, data, retcode: record.state === "succeeded" ? 0 : 1 };
  }

  /** Goes on with what a killed daemon left open. */
  async resumeAll(): Promise<void> {
    const { runs, log } = this.#deps;
    // Those that were started last first: a run that waits for one of them finds it.
    for (const record of (await runs.open()).toReversed()) {
      const { plan: packed, ...about } = record;
      try {
        const entries = await runs.entries(record.jid);
        const journal = new Journal(runs, record.jid, entries);
        log.info({ event: "run.resumed", jid: record.jid, name: record.name }, "orchestration goes on after a restart");
        const { ended } = this.#launch(about, unpackPlan(packed), journal, wishesOf(entries));
        ended.then((end) => this.#deps.resumedEnded?.(end)).catch(() => undefined);
      } catch (error) {
        log.error({ event: "run.not-resumed", jid: record.jid, err: error }, "an orchestration cannot go on");
        await runs.setState(record.jid, "failed", this.#deps.world.clock.now()).catch(() => undefined);
      }
    }
  }

  /**
   * Runs a failed or cancelled run again from the steps that failed; those that went well are not run again.
   * @throws not-found, validation, approval-needed
   */
  async retry(jid: string, user: string, confirm: string | null): Promise<void> {
    const { plan: packed, ...about } = await this.#record(jid);
    if (this.#live.has(jid) || about.endedAt === null)
      throw invalidRequest({ pointer: "/jid", reason: `the run ${jid} has not ended` });
    const plan = unpackPlan(packed);
    const { runs, world } = this.#deps;
    const journal = new Journal(runs, jid, await runs.entries(jid));
    await journal.forgetFailed(world.clock.now());
    if (!about.test) {
      const left = plan.chunks.filter((low) => journal.outcome(`${tagOf(low)}#1`) === null);
      this.#guard.check(await this.#guard.find(left), { user, name: about.name, confirm });
    }
    await journal.control(world.clock.now(), wish("retry", user, null));
    await runs.setState(jid, "running", null);
    this.#launch({ ...about, state: "running", endedAt: null }, plan, journal);
  }

  /** Before a step by its id, or before the next one. @param forMs null: until it is resumed */
  async pause(jid: string, id: string | null, forMs: number | null, user: string): Promise<void> {
    const { run } = this.#running(jid);
    const until = forMs === null ? null : this.#deps.world.clock.now() + forMs;
    await this.#say(jid, wish("pause", user, id).set("until", until));
    run.controls.set(id, { what: "pause", until });
  }

  async unpause(jid: string, id: string | null, user: string): Promise<void> {
    const { run } = this.#running(jid);
    await this.#say(jid, wish("resume", user, id));
    run.controls.clear(id);
  }

  /** Ends it before a step by its id, or before the next one. */
  async softKill(jid: string, id: string | null, user: string): Promise<void> {
    const { run } = this.#running(jid);
    await this.#say(jid, wish("kill", user, id));
    run.controls.set(id, { what: "kill", until: null });
  }

  /** Ends it now. What its step has begun on minions goes on there. */
  async cancel(jid: string, user: string): Promise<void> {
    const { run } = this.#running(jid);
    await this.#say(jid, wish("kill", user, null));
    run.cancel(user);
  }

  list(filter: RunFilter): Promise<readonly RunSummary[]> {
    return this.#deps.runs.list(filter);
  }

  /** As it is shown: without secrets. @throws not-found */
  async get(jid: string): Promise<KnownRun> {
    const { told } = this.#deps.world;
    const record = await this.#record(jid);
    const run = { ...record, plan: told.texts(record.plan) };
    const entries = (await this.#deps.runs.entries(jid)).map((entry) => ({ ...entry, data: told.texts(entry.data) }));
    const data = endOf(entries);
    return { run, plan: unpackPlan(run.plan), entries, data, results: resultsOf(entries, data) };
  }

  /** Resolves when the run is stored. */
  async begun(jid: string): Promise<void> {
    const stored = new Promise<void>((resolve) => {
      this.#begun.set(jid, resolve);
    });
    if (!(await this.has(jid))) await stored;
    this.#begun.delete(jid);
  }

  has(jid: string): Promise<boolean> {
    return this.#deps.runs.get(jid).then((run) => run !== undefined);
  }

  close(): void {
    this.#closing = true;
    for (const { run } of this.#live.values()) run.suspend();
  }

  /** Minions of the destructive steps that may run, by digest. @throws approval-needed */
  async #approved(
    request: RunRequest,
    parent: string | null,
    { chunks, errors }: Compiled,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    if (request.test || errors.length > 0) return new Map();
    // What the parent's plan shows is approved with it; each step is held against it when it runs.
    const ofParent = parent === null ? undefined : this.#live.get(parent)?.run.plan.approved;
    if (ofParent) return ofParent;
    const steps = await this.#guard.find(chunks);
    this.#guard.check(steps, request);
    return new Map(steps.map(({ digest, minions }) => [digest, minions]));
  }

  #launch(about: RunSummary, plan: Plan, journal: Journal, wishes: readonly ValueMap[] = []): Live {
    const { jid } = about;
    const { world, runs, guards, conditions } = this.#deps;
    const run = new ActiveRun(about, plan, journal, {
      world,
      conditions,
      steps: stepsFor(plan.pillar, Math.random),
      failhard: guards.failhard,
      maxMinionsPerStep: guards.maxMinionsPerStep,
      setState: (state) => runs.setState(jid, state, null),
      stepEnded: (result, steps) => this.#tellStep(jid, result, steps),
      progress: (step, text) => this.#tellProgress(jid, step, text),
    });
    for (const wished of wishes) applyWish(run, wished);
    const ended = this.#follow(about, run, journal);
    ended.catch(() => undefined);
    const live = { run, ended };
    this.#live.set(jid, live);
    return live;
  }

  async #follow(about: RunSummary, run: ActiveRun, journal: Journal): Promise<RunEnd> {
    try {
      const { running, state } = await run.run();
      return await this.#conclude(about, journal, { state, data: new Map<Value, Value>(running) });
    } catch (error) {
      if (error instanceof Suspended || this.#closing) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      this.#deps.log.error({ event: "run.failed", jid: about.jid, err: error }, "an orchestration cannot go on");
      return await this.#conclude(about, journal, {
        state: "failed",
        data: [`The run could not go on: ${reason}. Nothing after this was begun; it can be resumed from here.`],
      });
    } finally {
      this.#live.delete(about.jid);
    }
  }

  async #conclude(
    about: Pick<RunSummary, "jid" | "name">,
    journal: Journal,
    { state, data }: { readonly state: RunOutcome["state"]; readonly data: Value },
  ): Promise<RunEnd> {
    const { jid, name } = about;
    const { runs, world, events, log } = this.#deps;
    const now = world.clock.now();
    const ret: ValueMap = new Map([["data", data]]);
    try {
      await journal.end("", { ret, startedAt: now, durationMs: 0 });
      await runs.setState(jid, state, now);
    } catch (error) {
      // It stays open in the store, and comes to this end again after the next start.
      log.error({ event: "run.end-not-stored", jid, err: error }, "the end of an orchestration could not be stored");
    }
    log.info({ event: "run.ended", jid, name, state }, "orchestration ended");
    events.fire(
      tags.orchestrationEnd(jid),
      new Map([
        ["jid", jid],
        ["name", name],
        ["state", state],
      ]),
    );
    return { jid, state, data, retcode: state === "succeeded" ? 0 : 1 };
  }

  #tellStep(jid: string, result: ChunkResult, steps: number): void {
    const { events, masterId } = this.#deps;
    const number = pythonText(result.get("__run_num__") ?? 0);
    events.fire(
      tags.jobProgress(jid, masterId, number),
      new Map<Value, Value>([
        ["ret", result],
        ["len", steps],
        ["jid", jid],
        ["id", masterId],
      ]),
    );
  }

  #tellProgress(jid: string, step: string, text: string): void {
    const { events, log } = this.#deps;
    log.info({ event: "run.progress", jid, step }, text);
    events.fire(
      tags.orchestrationProgress(jid),
      new Map<Value, Value>([
        ["jid", jid],
        ["step", step],
        ["message", text],
      ]),
    );
  }

  async #record(jid: string): Promise<RunRecord> {
    const record = await this.#deps.runs.get(jid);
    if (!record) throw notFound({ what: "run", id: jid.slice(0, 60) });
    return record;
  }

  #running(jid: string): Live {
    const live = this.#live.get(jid);
    if (!live) throw notFound({ what: "running orchestration", id: jid.slice(0, 60) });
    return live;
  }

  async #say(jid: string, about: ValueMap): Promise<void> {
    await new Journal(this.#deps.runs, jid).control(this.#deps.world.clock.now(), about);
  }
}
