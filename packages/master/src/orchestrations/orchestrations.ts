import {
  approvalNeeded,
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
import { globMatcher } from "@salina/targeting";
import { decode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { Log } from "../log.js";
import { ActiveRun, type RunOutcome } from "./active-run.js";
import { type Approvals, type DestructiveStep, describeStep, isDestructive } from "./approvals.js";
import type { Compile, Compiled, CompileRequest } from "./compile.js";
import type { ConditionWorld } from "./conditions.js";
import { Journal } from "./journal.js";
import { allSteps } from "./nested-steps.js";
import { type Plan, packPlan, unpackPlan } from "./plan.js";
import { readTarget } from "./publish-step.js";
import { type StepWorld, Suspended } from "./step-context.js";
import { stepsFor } from "./steps/all-steps.js";

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
  readonly #live = new Map<string, Live>();
  /** Of runs that steps are about to start. */
  readonly #parents = new Map<string, string>();
  /** Who waits until a run is stored. */
  readonly #begun = new Map<string, () => void>();
  #closing = false;

  constructor(deps: OrchestrationsDeps) {
    this.#deps = deps;
  }

  /** The run with this id is started by a step of another one. */
  expectChild(jid: string, parent: string): void {
    this.#parents.set(jid, parent);
  }

  /** What a run would do, with the word that approves its destructive steps; null where none is needed. */
  async preview(request: Omit<RunRequest, "jid" | "confirm">) {
    const compiled = await this.#deps.compile(request);
    const destructive = request.test ? [] : await this.#destructive(compiled.chunks);
    const now = this.#deps.world.clock.now();
    const word = destructive.length === 0 ? null : this.#deps.approvals.give(destructive, request.user, now);
    return { ...compiled, destructive, word };
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
        const journal = new Journal(runs, record.jid, await runs.entries(record.jid));
        log.info({ event: "run.resumed", jid: record.jid, name: record.name }, "orchestration goes on after a restart");
        const { ended } = this.#launch(about, unpackPlan(packed), journal, await this.#wishes(record.jid));
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
      this.#checkWord(await this.#destructive(left), { user, name: about.name, confirm });
    }
    await journal.control(world.clock.now(), control("retry", user, null));
    await runs.setState(jid, "running", null);
    this.#launch({ ...about, state: "running", endedAt: null }, plan, journal);
  }

  /** Before a step by its id, or before the next one. @param forMs null: until it is resumed */
  async pause(jid: string, id: string | null, forMs: number | null, user: string): Promise<void> {
    const { run } = this.#running(jid);
    const until = forMs === null ? null : this.#deps.world.clock.now() + forMs;
    await this.#say(jid, control("pause", user, id).set("until", until));
    run.controls.set(id, { what: "pause", until });
  }

  async unpause(jid: string, id: string | null, user: string): Promise<void> {
    const { run } = this.#running(jid);
    await this.#say(jid, control("resume", user, id));
    run.controls.clear(id);
  }

  /** Ends it before a step by its id, or before the next one. */
  async softKill(jid: string, id: string | null, user: string): Promise<void> {
    const { run } = this.#running(jid);
    await this.#say(jid, control("kill", user, id));
    run.controls.set(id, { what: "kill", until: null });
  }

  /** Ends it now. What its step has begun on minions goes on there. */
  async cancel(jid: string, user: string): Promise<void> {
    const { run } = this.#running(jid);
    await this.#say(jid, control("kill", user, null));
    run.cancel(user);
  }

  list(filter: RunFilter): Promise<readonly RunSummary[]> {
    return this.#deps.runs.list(filter);
  }

  /** @throws not-found */
  async get(jid: string): Promise<KnownRun> {
    const run = await this.#record(jid);
    const entries = await this.#deps.runs.entries(jid);
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
    for (const wish of wishes) applyWish(run, wish);
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
    const { runs, world, log } = this.#deps;
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

  async #approved(
    request: RunRequest,
    parentJid: string | null,
    { chunks, errors }: Compiled,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    if (request.test || errors.length > 0) return new Map();
    const parent = parentJid === null ? undefined : this.#live.get(parentJid)?.run.plan.approved;
    const steps = await this.#destructive(chunks);
    // What the parent's plan shows is approved with it; each step is held against it when it runs.
    if (!parent) this.#checkWord(steps, request);
    return parent ?? new Map(steps.map(({ digest, minions }) => [digest, minions]));
  }

  /** @throws approval-needed */
  #checkWord(
    steps: readonly DestructiveStep[],
    { user, name, confirm }: Pick<RunRequest, "user" | "name" | "confirm">,
  ): void {
    const needed = steps.filter(({ sls }) => !this.#deps.guards.unattended.some((glob) => globMatcher(glob)(sls)));
    if (needed.length === 0) return;
    const now = this.#deps.world.clock.now();
    const refusal = confirm === null ? null : this.#deps.approvals.refusal(confirm, steps, user, now);
    if (confirm !== null && refusal === null) return;
    const word = this.#deps.approvals.give(steps, user, now);
    throw approvalNeeded({ name, refusal, steps: needed, word });
  }

  async #destructive(chunks: readonly ValueMap[]): Promise<readonly DestructiveStep[]> {
    const all = await allSteps(chunks, this.#deps.compile);
    const found: DestructiveStep[] = [];
    for (const low of all.filter(isDestructive)) {
      const minions = await this.#deps.world.jobs.resolve(readTarget(low)).catch(() => ({ minions: [] }));
      found.push(describeStep(low, minions.minions));
    }
    return found;
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

  /** What operators said before the restart, since the last retry. */
  async #wishes(jid: string): Promise<readonly ValueMap[]> {
    const said = (await this.#deps.runs.entries(jid))
      .filter(({ kind }) => kind === "control")
      .map(({ data }) => decode(data, { duplicateKeys: "last" }))
      .flatMap((read) => (read.ok && isMap(read.value) ? [read.value] : []));
    return said.slice(said.findLastIndex((one) => one.get("say") === "retry") + 1);
  }
}

function control(say: string, user: string, id: string | null): ValueMap {
  return new Map<Value, Value>([
    ["say", say],
    ["user", user],
    ["id", id],
  ]);
}

function applyWish(run: ActiveRun, wish: ValueMap): void {
  const id = wish.get("id");
  const step = typeof id === "string" ? id : null;
  const until = wish.get("until");
  const say = wish.get("say");
  if (say === "resume") run.controls.clear(step);
  else if (say === "pause" || say === "kill")
    run.controls.set(step, { what: say, until: typeof until === "number" ? until : null });
}

function contentOf({ data }: RunEntry): ValueMap {
  const read = decode(data, { maxDepth: 512, duplicateKeys: "last" });
  const ret = read.ok && isMap(read.value) ? read.value.get("ret") : undefined;
  return isMap(ret) ? ret : new Map();
}

function endOf(entries: readonly RunEntry[]): Value {
  const end = entries.findLast(({ kind, step }) => kind === "ended" && step === "");
  return end ? (contentOf(end).get("data") ?? null) : null;
}

/** The end's results, or those of the calls that have ended so far. */
function resultsOf(entries: readonly RunEntry[], data: Value): ReadonlyMap<string, ValueMap> {
  const known = new Map<string, ValueMap>();
  for (const entry of entries) {
    const tag = entry.step.replace(/#\d+$/, "");
    if (entry.kind === "forgotten") known.delete(tag);
    if (entry.kind === "ended" && tag !== "") known.set(tag, contentOf(entry));
  }
  const isOver = entries.at(-1)?.kind === "ended" && entries.at(-1)?.step === "";
  if (isOver && isMap(data)) for (const [tag, result] of data) if (isMap(result)) known.set(String(tag), result);
  return known;
}
