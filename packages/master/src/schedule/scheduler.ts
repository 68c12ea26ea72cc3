import type { EpochMs, IfVersion, Packed, Schedule, ScheduleRun, ScheduleService } from "@salina/api";
import {
  invalidSchedule,
  masterBusy,
  notFound,
  scheduleChanged,
  scheduleExists,
  scheduleInConfig,
  shuttingDown,
} from "@salina/api";
import type { ScheduleStore } from "@salina/store";
import type { JidSource } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { Log } from "../log.js";
import type { AlertSender } from "./alerts/alert.js";
import type { CallResult, ScheduledCalls } from "./calls.js";
import type { ScheduleDefaults, ScheduleProblem } from "./entry.js";
import { loadJobs, noSuchRunner, openSettings, wholeSchedule } from "./load-jobs.js";
import { type Decision, look, nextLook, type PlanState, type RunCause, upcoming } from "./plan.js";
import { type EntryContext, readEntry } from "./read-entry.js";
import type { ConfiguredSchedule } from "./read-schedule.js";
import { endedRun, eventOfRun, interruptedRun, missedRun, startedRun } from "./run-record.js";
import { ScheduledJob } from "./scheduled-job.js";

export interface SchedulerDeps {
  readonly clock: Clock;
  readonly store: ScheduleStore;
  readonly calls: ScheduledCalls;
  readonly events: Pick<EventBus, "fire">;
  readonly alerts: AlertSender;
  readonly jids: JidSource;
  readonly config: ConfiguredSchedule;
  readonly context: EntryContext;
  readonly isRunner: (fun: string) => boolean;
  /** From 0 up to 1: for splay. */
  readonly random: () => number;
  /** Runs that are kept of each job. */
  readonly keepRuns: number;
  readonly log: Log;
}

/** The clock may step: it is looked at as often as this. */
const longestWaitMs = 30_000;
const afterFaultMs = 1000;
const maxAdded = 1000;
const maxSettingsBytes = 65_536;
const maxNamedTimes = 100;

/**
 * The master's scheduler.
 *
 *     look -> decisions -> stored together: next time, run under way -> call -> stored: end -> event, alerts
 *
 * What was decided is in the store before it begins, so no time is run twice however the daemon ends.
 */
export class Scheduler implements ScheduleService {
  readonly #deps: SchedulerDeps;
  readonly #jobs = new Map<string, ScheduledJob>();
  #allEnabled = true;
  #callOff: () => void = () => undefined;
  #stopped = false;

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
  }

  /** Reads what is kept, follows up what was under way, and begins. @throws store-failed */
  async start(): Promise<void> {
    const { store, log } = this.#deps;
    const { jobs, allEnabled, warnings } = await loadJobs(this.#deps);
    for (const text of warnings) log.warn({ event: "schedule.unreadable" }, `schedule: ${text}`);
    this.#allEnabled = allEnabled;
    for (const [name, job] of jobs) {
      job.lastRun = (await store.runs(name, { limit: 1 }))[0] ?? null;
      this.#jobs.set(name, job);
    }
    for (const run of await store.openRuns()) await this.#followUp(run);
    for (const job of this.#jobs.values()) {
      if (job.entry.runOnStart && job.enabled && allEnabled) void this.#begin(job, [this.#newRun(job, "start")]);
    }
    this.#lookAtAll();
  }

  stop(): void {
    this.#stopped = true;
    this.#callOff();
  }

  /** A run that the last daemon has left: minions work on and are followed, a runner is gone. */
  async #followUp(run: ScheduleRun): Promise<void> {
    const { store, calls, clock, keepRuns } = this.#deps;
    const job = this.#jobs.get(run.name);
    if (job !== undefined && run.jid !== null && job.entry.call.target !== null) {
      job.running.set(run.id, run);
      void calls.rejoin(run.jid).then((result) => this.#ended(run.name, run.id, result));
      return;
    }
    const ended = interruptedRun(run, clock.now());
    const record = job?.record() ?? { name: run.name, settings: null, enabled: null, state: null };
    await store.save(record, [ended], keepRuns);
    if (job === undefined) return;
    if (job.lastRun?.id === run.id) job.lastRun = ended;
    this.#tell(job, ended);
  }

  #lookAtAll(): void {
    let shortestMs = 0;
    for (const job of this.#jobs.values()) {
      try {
        this.#look(job);
      } catch (error) {
        shortestMs = afterFaultMs;
        // One job must not keep the others from running.
        const facts = { event: "schedule.look-failed", schedule: job.name, err: error };
        this.#deps.log.error(facts, "a scheduled job could not be planned");
      }
    }
    this.#arm(shortestMs);
  }

  #arm(shortestMs = 0): void {
    this.#callOff();
    if (this.#stopped) return;
    const looks = [...this.#jobs.values()].map(({ plan }) => nextLook(plan) ?? Number.POSITIVE_INFINITY);
    const waitMs = Math.max(shortestMs, Math.min(Math.min(...looks) - this.#deps.clock.now(), longestWaitMs));
    this.#callOff = this.#deps.clock.after(waitMs, () => this.#lookAtAll());
  }

  #look(job: ScheduledJob): void {
    if (this.#stopped) return;
    const { clock, random } = this.#deps;
    const before = job.plan;
    const facts = { now: clock.now(), defaults: this.#defaults(), running: job.running.size, random };
    const { state, decisions } = look(job.current, before, facts);
    job.plan = state;
    const runs = decisions.flatMap((decision) => this.#runOf(job, decision));
    if (runs.length > 0) void this.#begin(job, runs);
    else if (isWorthKeeping(before, state, decisions)) void this.#keep(job, []);
  }

  #defaults(): ScheduleDefaults {
    return { ...this.#deps.config.defaults, enabled: this.#allEnabled };
  }

  #runOf(job: ScheduledJob, decision: Decision): readonly ScheduleRun[] {
    const { kind, dueAt } = decision;
    if (kind === "run") return [this.#newRun(job, decision.cause, dueAt)];
    if (kind === "missed") return [missedRun(this.#newRun(job, "due", dueAt), decision.count)];
    if (decision.reason !== "disabled") {
      const facts = { event: "schedule.skipped", schedule: job.name, reason: decision.reason };
      this.#deps.log.info(facts, "a scheduled job is left out");
    }
    return [];
  }

  #newRun({ name }: ScheduledJob, cause: RunCause, dueAt?: EpochMs): ScheduleRun {
    const now = this.#deps.clock.now();
    return startedRun({ id: this.#deps.jids.next(), name, cause, dueAt: dueAt ?? now, now });
  }

  /** Stores runs together with the job's next time, then starts those that are to start. */
  async #begin(job: ScheduledJob, runs: readonly ScheduleRun[]): Promise<void> {
    for (const run of runs) if (run.outcome === "running") job.running.set(run.id, run);
    job.lastRun = runs.at(-1) ?? job.lastRun;
    const problem = await this.#keep(job, runs);
    for (const run of runs) {
      if (run.outcome !== "running") this.#tell(job, run);
      else if (problem !== null) await this.#ended(job.name, run.id, { ok: false, reason: problem, minions: [] });
      else void this.#call(job, run);
    }
  }

  async #call(job: ScheduledJob, run: ScheduleRun): Promise<void> {
    const { calls, events, log } = this.#deps;
    const { call } = job.entry;
    const facts = { event: "schedule.started", schedule: job.name, fun: call.fun, cause: run.cause };
    log.info(facts, "a scheduled job starts");
    events.fire(tags.schedule(job.name, "start"), eventOfRun(run));
    const result = await calls.run(job.name, call, (jid) => this.#hasJid(job.name, run.id, jid));
    await this.#ended(job.name, run.id, result);
  }

  #hasJid(name: string, id: string, jid: string): void {
    const job = this.#jobs.get(name);
    const run = job?.running.get(id);
    if (job === undefined || run === undefined) return;
    const known = { ...run, jid };
    job.running.set(id, known);
    if (job.lastRun?.id === id) job.lastRun = known;
    void this.#keep(job, [known]);
  }

  async #ended(name: string, id: string, result: CallResult): Promise<void> {
    // What ends with the daemon is followed up by the next one.
    if (this.#stopped) return;
    const job = this.#jobs.get(name);
    const run = job?.running.get(id);
    if (job === undefined || run === undefined) return;
    const ended = endedRun(run, result, this.#deps.clock.now());
    job.running.delete(id);
    if (job.lastRun?.id === id) job.lastRun = ended;
    await this.#keep(job, [ended]);
    this.#tell(job, ended);
    // Something may have waited for this end.
    if (this.#jobs.get(name) !== job) return;
    this.#look(job);
    this.#arm();
  }

  #tell(job: ScheduledJob, run: ScheduleRun): void {
    const { events, alerts, log } = this.#deps;
    const facts = { schedule: job.name, outcome: run.outcome, jid: run.jid, reason: run.reason };
    if (run.outcome === "succeeded") {
      log.info({ event: "schedule.ended", ...facts }, "a scheduled job has ended");
      events.fire(tags.schedule(job.name, "end"), eventOfRun(run));
      return;
    }
    log.warn({ event: "schedule.failed", ...facts }, "a scheduled job has failed");
    events.fire(tags.schedule(job.name, run.outcome === "missed" ? "missed" : "failed"), eventOfRun(run));
    alerts.send({ run, fun: job.entry.call.fun }, job.entry.alerts);
  }

  /** Null, or why it could not be stored. */
  async #keep(job: ScheduledJob, runs: readonly ScheduleRun[]): Promise<string | null> {
    if (this.#jobs.get(job.name) !== job) return null;
    try {
      await this.#deps.store.save(job.record(), runs, this.#deps.keepRuns);
      return null;
    } catch (error) {
      const facts = { event: "schedule.not-stored", schedule: job.name, err: error };
      this.#deps.log.error(facts, "the state of a scheduled job could not be stored");
      return `it could not be recorded: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  get enabled(): boolean {
    return this.#allEnabled;
  }

  list(): readonly Schedule[] {
    const all = [...this.#jobs.values()].map((job) => job.view(this.#allEnabled));
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): Schedule | undefined {
    return this.#jobs.get(name)?.view(this.#allEnabled);
  }

  next(name: string, count: number) {
    const job = this.#jobOf(name);
    return upcoming(job.current, job.plan, this.#defaults(), { now: this.#deps.clock.now(), count });
  }

  async add(name: string, settings: Packed): Promise<Schedule> {
    if (this.#jobs.has(name)) throw scheduleExists({ name });
    const limit = maxAdded + this.#deps.config.jobs.size;
    if (this.#jobs.size >= limit) throw masterBusy({ what: "The number of scheduled jobs" });
    return await this.#put(name, settings, undefined);
  }

  async replace(name: string, settings: Packed, options: IfVersion = {}): Promise<Schedule> {
    return await this.#put(name, settings, this.#changeable(name, options));
  }

  async remove(name: string, options: IfVersion = {}): Promise<void> {
    this.#changeable(name, options);
    this.#jobs.delete(name);
    await this.#deps.store.remove(name);
    this.#deps.log.info({ event: "schedule.removed", schedule: name }, "a scheduled job was removed");
  }

  async setEnabled(name: string, enabled: boolean, options: IfVersion = {}): Promise<Schedule> {
    const job = this.#jobOf(name, options);
    job.enabledSince = enabled;
    return await this.#changed(job);
  }

  async setAllEnabled(enabled: boolean): Promise<void> {
    this.#allEnabled = enabled;
    await this.#deps.store.save({ name: wholeSchedule, settings: null, enabled, state: null }, [], 0);
  }

  async run(name: string): Promise<ScheduleRun> {
    const job = this.#jobOf(name);
    if (this.#stopped) throw shuttingDown({});
    const { maxRunning } = job.entry;
    if (maxRunning !== null && job.running.size >= maxRunning) {
      throw masterBusy({ what: `\`maxrunning\` of the scheduled job ${JSON.stringify(name)}` });
    }
    const run = this.#newRun(job, "asked");
    await this.#begin(job, [run]);
    return job.running.get(run.id) ?? (job.lastRun?.id === run.id ? job.lastRun : run);
  }

  async skip(name: string, at: EpochMs): Promise<Schedule> {
    const job = this.#jobOf(name);
    job.plan = { ...job.plan, skips: [...job.plan.skips, at].slice(-maxNamedTimes) };
    return await this.#changed(job);
  }

  async postpone(name: string, at: EpochMs, to: EpochMs): Promise<Schedule> {
    const job = this.#jobOf(name);
    const extra = [...new Set([...job.plan.extra, to])].sort((a, b) => a - b).slice(0, maxNamedTimes);
    job.plan = { ...job.plan, skips: [...job.plan.skips, at].slice(-maxNamedTimes), extra };
    return await this.#changed(job);
  }

  async history(name: string, options: { readonly limit: number; readonly before?: string }) {
    this.#jobOf(name);
    return await this.#deps.store.runs(name, options);
  }

  async #put(name: string, settings: Packed, before: ScheduledJob | undefined): Promise<Schedule> {
    const { context, isRunner, log } = this.#deps;
    const refuse = (problems: readonly ScheduleProblem[]) =>
      invalidSchedule({ name: name.slice(0, 100), problems: problems.map(words) });
    if (settings.length > maxSettingsBytes) throw refuse([{ key: "", reason: "the settings are larger than 64 KiB" }]);
    const read = readEntry(name, openSettings(settings), context);
    if (!read.ok) throw refuse(read.problems);
    // In a file such a setting is a warning; who asks now can be told.
    if (read.notes.length > 0) throw refuse(read.notes);
    const { fun, target } = read.entry.call;
    if (target === null && !isRunner(fun)) throw refuse([{ key: "function", reason: noSuchRunner(fun) }]);
    const job = new ScheduledJob("added", read.entry, settings, undefined);
    if (before) job.takeOver(before);
    this.#jobs.set(name, job);
    this.#look(job);
    log.info({ event: "schedule.put", schedule: name, fun }, "a scheduled job was added or changed");
    return await this.#changed(job);
  }

  /** Durable once resolved. */
  async #changed(job: ScheduledJob): Promise<Schedule> {
    await this.#deps.store.save(job.record(), [], this.#deps.keepRuns);
    this.#arm();
    return job.view(this.#allEnabled);
  }

  #jobOf(name: string, { ifVersion }: IfVersion = {}): ScheduledJob {
    const job = this.#jobs.get(name);
    if (job === undefined) throw notFound({ what: "scheduled job", id: name.slice(0, 100) });
    if (ifVersion !== undefined && job.view(true).version !== ifVersion) throw scheduleChanged({ name });
    return job;
  }

  #changeable(name: string, options: IfVersion): ScheduledJob {
    const job = this.#jobOf(name, options);
    if (job.origin === "config") throw scheduleInConfig({ name });
    return job;
  }
}

function words({ key, reason }: ScheduleProblem): string {
  return key === "" ? reason : `\`${key}\`: ${reason}`;
}

/** A disabled job is looked at as often as any other, and would write each time. */
function isWorthKeeping(before: PlanState, state: PlanState, decisions: readonly Decision[]): boolean {
  if (decisions.length > 0) return decisions.some((one) => one.kind !== "skip" || one.reason !== "disabled");
  return before.nextDueAt !== state.nextDueAt || before.extra.length !== state.extra.length;
}
