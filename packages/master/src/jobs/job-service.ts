import {
  type Job,
  type JobFilter,
  type JobPage,
  type JobRequest,
  type JobService,
  type JobUpdate,
  noMinionsMatched,
  notFound,
  type PublishedJob,
  shuttingDown,
  storeFailed,
} from "@salina/api";
import { isAnswered, JidTakenError, type NewJob, type NewReturn, type ReturnVerdict, type Store } from "@salina/store";
import { encode, type JidSource, type Value } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { JobsConfig } from "../config/config.js";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import { listJobs } from "../history/list-jobs.js";
import type { Log } from "../log.js";
import type { Presence } from "../minions/presence.js";
import type { ResolveOptions, TargetResolver } from "../minions/target-resolver.js";
import { isRedacted, type Redactor } from "../redaction/redactor.js";
import type { Probes } from "./probes.js";
import { publishLoad } from "./publish-load.js";
import type { Publisher } from "./publisher.js";
import type { ReconnectGrace } from "./reconnect-grace.js";
import { TrackedJob, type TrackedJobOptions } from "./tracked-job.js";
import { updatesOf } from "./updates.js";

export interface JobServiceDeps {
  readonly config: JobsConfig;
  readonly clock: Clock;
  readonly jids: JidSource;
  readonly store: Store;
  readonly publisher: Publisher;
  readonly probes: Probes;
  readonly events: EventBus;
  readonly presence: Presence;
  readonly grace: Pick<ReconnectGrace, "wait">;
  readonly targets: Pick<TargetResolver, "resolve" | "forMinions">;
  readonly redactor: Pick<Redactor, "arguments">;
  readonly log: Log;
}

/** After a restart minions need up to 11 s (`recon_max` and a second) until they hear publishes again. */
const firstProbeAfterRestartMs = 15_000;

/** Publishes jobs and knows what became of them. */
export class Jobs implements JobService {
  readonly #deps: JobServiceDeps;
  readonly #live = new Map<string, TrackedJob>();
  #closing = false;

  constructor(deps: JobServiceDeps) {
    this.#deps = deps;
  }

  publish(request: JobRequest): Promise<PublishedJob> {
    return this.#publish(request, null);
  }

  /** The same with an id that the caller has taken before. @throws JidTakenError */
  publishAs(jid: string, request: JobRequest): Promise<PublishedJob> {
    return this.#publish(request, jid);
  }

  newJid(): string {
    return this.#deps.jids.next();
  }

  /** Sends a stored job once more, where nobody knows whether it has left: minions drop an id that they have seen. */
  async resend(jid: string): Promise<void> {
    const job = await this.#deps.store.jobs.get(jid);
    if (!job) throw notFound({ what: "job", id: jid });
    const { target, fun, arg, user, metadata } = job;
    if (isRedacted(arg)) {
      this.#deps.log.warn(
        { event: "job.not-sent-again", jid },
        "a job with secrets is not sent again: they are not kept",
      );
      return;
    }
    await this.#deps.grace.wait();
    const load = publishLoad(jid, { target, fun, arg, user, ...(metadata === null ? {} : { metadata }) });
    await this.#deps.publisher.publish(load, job.minions);
  }

  async #publish(request: JobRequest, jid: string | null): Promise<PublishedJob> {
    if (this.#closing) throw shuttingDown({});
    const { clock, events, publisher, log } = this.#deps;
    const { minions, missing } = await this.resolve(request.target);
    const target = await this.#deps.targets.forMinions(request.target);
    if (minions.length === 0) throw noMinionsMatched({ target: String(request.target.expression) });

    await this.#deps.grace.wait();
    if (this.#closing) throw shuttingDown({});
    const arg = this.#deps.redactor.arguments(request.fun, request.arg);
    const job = await this.#create(jid, {
      minions,
      missing,
      target: request.target,
      fun: request.fun,
      arg,
      user: request.user,
      metadata: request.metadata ?? null,
      startedAt: clock.now(),
    });
    const load = publishLoad(job.jid, { ...request, target });
    const told = arg === request.arg ? load : publishLoad(job.jid, { ...request, target, arg });
    const named: [Value, Value][] = [["minions", [...minions]]];
    events.fire(job.jid, new Map(named));
    events.fire(
      tags.jobNew(job.jid),
      new Map<Value, Value>([
        ["jid", job.jid],
        ["tgt_type", target.type],
        ["tgt", load.get("tgt") ?? null],
        ["user", request.user],
        ["fun", load.get("fun") ?? null],
        ["arg", told.get("arg") ?? null],
        ...named,
        ["missing", [...missing]],
      ]),
    );
    // Followed before it leaves: an answer may be here before the publish call is done.
    const tracked = this.#track({
      job,
      timeoutMs: request.timeoutMs ?? this.#deps.config.timeoutS * 1000,
      gatherTimeoutMs: request.gatherTimeoutMs ?? this.#deps.config.gatherTimeoutS * 1000,
    });
    await publisher.publish(load, minions);
    tracked.start();
    log.info(
      { event: "job.published", jid: job.jid, fun: request.fun, user: request.user, minions: minions.length },
      "job published",
    );
    return job;
  }

  async *follow(jid: string, signal: AbortSignal): AsyncGenerator<JobUpdate> {
    const live = this.#live.get(jid);
    if (live) {
      yield* updatesOf(live, signal);
      return;
    }
    const job = await this.#deps.store.jobs.get(jid);
    if (!job) throw notFound({ what: "job", id: jid });
    yield { kind: "published", job: { jid, minions: job.minions, missing: job.missing } };
    for (const result of job.results) yield { kind: "result", result };
    yield { kind: "end", state: job.state };
  }

  async get(jid: string): Promise<Job | undefined> {
    const stored = await this.#deps.store.jobs.get(jid);
    const live = this.#live.get(jid);
    // What a probe has told is fresher in memory than in the store.
    if (!stored || !live) return stored;
    // Values come from the store: who asks here is shown what is kept, without secrets.
    const kept = new Map(stored.results.map((result) => [result.minion, result.value]));
    const results = live.results().map((result) => ({ ...result, value: kept.get(result.minion) ?? null }));
    return { ...stored, state: live.state, results };
  }

  /** Whether it is a runner or a wheel function, which no minion answers. */
  async isOwn(jid: string): Promise<boolean> {
    const job = await this.#deps.store.jobs.get(jid);
    return job !== undefined && isOwnRun(job);
  }

  list(filter: JobFilter): Promise<JobPage> {
    return listJobs(this.#deps.store.jobs, filter);
  }

  /** @throws invalid-target, unknown-nodegroup, range-unavailable */
  resolve(target: JobRequest["target"], options?: ResolveOptions) {
    return this.#deps.targets.resolve(target, options);
  }

  /**
   * Stores an answer; durable once resolved.
   * @param standalone the record of a job that a minion ran by itself, for an answer to an unknown one; null: such an
   * answer is not kept
   * @param given what the minion has given, secrets included: for who waits for the job. `answer` has what is kept.
   */
  async addReturn(
    answer: Omit<NewReturn, "late">,
    standalone: (() => NewJob) | null,
    given: Uint8Array = answer.value,
  ): Promise<ReturnVerdict> {
    const { store } = this.#deps;
    const live = this.#live.get(answer.jid);
    const full: NewReturn = { ...answer, late: this.#isLate(live, answer.minion) };
    let verdict = await store.jobs.addReturn(full);
    if (verdict === "unknown-job" && standalone) {
      await store.jobs.create({ ...standalone(), standalone: true }).catch((error: unknown) => {
        if (!(error instanceof JidTakenError)) throw error;
      });
      verdict = await store.jobs.addReturn({ ...full, late: false });
      await store.jobs.end(answer.jid, answer.returnedAt);
    }
    if (verdict === "stored") live?.returned({ ...full, value: given });
    return verdict;
  }

  /** Goes on following what a killed daemon left open. */
  async resume(): Promise<void> {
    for (const job of await this.#deps.store.jobs.open()) {
      if (isOwnRun(job)) continue;
      const { timeoutS, gatherTimeoutS } = this.#deps.config;
      const tracked = this.#track({
        job: { jid: job.jid, minions: job.minions, missing: job.missing },
        timeoutMs: timeoutS * 1000,
        gatherTimeoutMs: gatherTimeoutS * 1000,
        known: job.results.filter(({ outcome }) => isAnswered(outcome)),
      });
      tracked.start(Math.max(firstProbeAfterRestartMs, timeoutS * 1000));
    }
  }

  close(): void {
    this.#closing = true;
    for (const job of this.#live.values()) job.suspend();
  }

  /** @param fixed null: the next free id */
  async #create(fixed: string | null, job: Omit<NewJob, "jid">): Promise<PublishedJob> {
    for (;;) {
      const jid = fixed ?? this.#deps.jids.next();
      try {
        await this.#deps.store.jobs.create({ ...job, jid });
        return { jid, minions: job.minions, missing: job.missing };
      } catch (error) {
        // Taken: the clock was set back. The next one is free.
        if (fixed !== null && error instanceof JidTakenError) throw error;
        if (!(error instanceof JidTakenError)) throw storeFailed({ reason: String(error) }, { cause: error });
      }
    }
  }

  #track(options: TrackedJobOptions): TrackedJob {
    const { clock, probes, presence, store, log } = this.#deps;
    const { jid } = options.job;
    const failed = (error: unknown) =>
      log.error({ event: "job.outcome-not-stored", jid, err: error }, "an outcome could not be stored");
    const tracked: TrackedJob = new TrackedJob(options, {
      clock,
      probe: (minions) =>
        probes.ask(jid, minions, (minion, runs) => {
          if (runs) tracked.confirmed(minion);
          else tracked.denied(minion);
        }),
      lastSeenAt: (minion) => presence.lastSeenAt(minion),
      connected: (minion) => presence.connected(minion),
      record: (outcomes) => {
        for (const { minion, outcome } of outcomes) if (outcome === "offline") presence.unanswered(minion);
        store.jobs.setOutcomes(outcomes).catch(failed);
      },
      ended: (state) => {
        this.#live.delete(jid);
        store.jobs.end(jid, clock.now()).catch(failed);
        log.info({ event: "job.ended", jid, state }, "job ended");
      },
    });
    this.#live.set(jid, tracked);
    return tracked;
  }

  /** Whether a job that is being followed was sent to this minion. */
  isAsked(jid: string, minion: string): boolean {
    return this.#live.get(jid)?.outcomeOf(minion) !== undefined;
  }

  /** Late: the job was given up for this minion, which had been targeted, before it answered. */
  #isLate(live: TrackedJob | undefined, minion: string): boolean {
    if (!live) return true;
    const outcome = live.outcomeOf(minion);
    return outcome === "offline" || outcome === "lost";
  }
}

/** An empty list of arguments, packed. */
export const noArguments = encode([]);

/** Runners and wheel functions are no minion's work: who runs them follows them up. */
function isOwnRun({ fun }: Pick<Job, "fun">): boolean {
  return typeof fun === "string" && /^(runner|wheel)\./.test(fun);
}
