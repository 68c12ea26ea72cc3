import type { JobState, JobUpdate, MinionResult, Outcome, PublishedJob } from "@salina/api";
import {
  isAnswered,
  type NewOutcome,
  type NewReturn,
  resultOfReturn,
  silentResult,
  stateOfEndedJob,
} from "@salina/store";
import type { Clock } from "../clock.js";

export interface TrackedJobOptions {
  readonly job: PublishedJob;
  readonly timeoutMs: number;
  readonly gatherTimeoutMs: number;
  /** Results known already: of a job that a restarted daemon goes on with. */
  readonly known?: readonly MinionResult[];
}

export interface TrackedJobDeps {
  readonly clock: Clock;
  /** Asks minions whether they still run the job (`saltutil.find_job`); answers come back through `confirmed` and `denied`. */
  readonly probe: (minions: readonly string[]) => Promise<void>;
  readonly lastSeenAt: (minion: string) => number | null;
  readonly connected: (minion: string) => boolean | null;
  /** What became of minions without an answer, for the store. */
  readonly record: (outcomes: readonly NewOutcome[]) => void;
  readonly ended: (state: JobState) => void;
}

/** What the last probe told of a minion: it runs the job, it does not, or it has not said. */
type ProbeAnswer = "runs" | "does-not-run" | "none";

/**
 * Follows one job until every targeted minion has an outcome.
 *
 *     published --timeout--> probe those silent --gather timeout--> nobody runs it: the rest is offline or lost, end
 *                              ^                                  |
 *                              +----- timeout --- somebody runs it+
 *
 * A minion that confirms is waited for without limit. One that neither returns nor answers is `offline`; one that answers
 * that it does not run the job, and has not returned it, is `lost`. Both are asked again as long as the job is open.
 */
export class TrackedJob {
  readonly job: PublishedJob;
  readonly #options: TrackedJobOptions;
  readonly #deps: TrackedJobDeps;
  readonly #results = new Map<string, MinionResult>();
  /** Targeted minions without an answer. */
  readonly #unanswered: Set<string>;
  readonly #probeAnswers = new Map<string, ProbeAnswer>();
  readonly #followers = new Set<(update: JobUpdate) => void>();
  #callOff: () => void = () => undefined;
  #probing = false;
  #state: JobState = "running";

  constructor(options: TrackedJobOptions, deps: TrackedJobDeps) {
    this.job = options.job;
    this.#options = options;
    this.#deps = deps;
    for (const minion of options.job.minions) this.#results.set(minion, silentResult(minion));
    for (const result of options.known ?? []) this.#results.set(result.minion, result);
    this.#unanswered = new Set(
      options.job.minions.filter((minion) => !isAnswered(this.#results.get(minion)?.outcome ?? "running")),
    );
  }

  /** Starts the first wait. */
  start(firstWaitMs = this.#options.timeoutMs): void {
    if (this.#unanswered.size === 0) this.#end();
    else this.#callOff = this.#deps.clock.after(firstWaitMs, () => void this.#probe());
  }

  get state(): JobState {
    return this.#state;
  }

  outcomeOf(minion: string): Outcome | undefined {
    return this.#results.get(minion)?.outcome;
  }

  results(): MinionResult[] {
    return [...this.#results.values()];
  }

  /** A stored answer. */
  returned(answer: NewReturn): void {
    const before = this.#results.get(answer.minion);
    if (before && isAnswered(before.outcome)) return;
    this.#unanswered.delete(answer.minion);
    this.#set(resultOfReturn(answer, before));
    if (this.#unanswered.size === 0) this.#end();
    else this.#endProbeEarly();
  }

  /** The minion says that it works on the job. */
  confirmed(minion: string): void {
    this.#probeAnswers.set(minion, "runs");
    const before = this.#results.get(minion);
    if (!before || isAnswered(before.outcome)) return;
    this.#set({ ...before, outcome: "running", confirmedAt: this.#deps.clock.now(), connected: true });
    this.#endProbeEarly();
  }

  /** The minion says that it does not run the job: it may still be about to return it. */
  denied(minion: string): void {
    this.#probeAnswers.set(minion, "does-not-run");
  }

  /** Calls `see` with everything so far, at once, then with each change; returns how to stop. */
  follow(see: (update: JobUpdate) => void): () => void {
    see({ kind: "published", job: this.job });
    for (const result of this.#results.values())
      if (result.outcome !== "running" || result.confirmedAt !== null) see({ kind: "result", result });
    if (this.#state !== "running") see({ kind: "end", state: this.#state });
    else this.#followers.add(see);
    return () => this.#followers.delete(see);
  }

  /** Stops the timers without an outcome: the daemon stops, its successor goes on. */
  suspend(): void {
    this.#callOff();
  }

  async #probe(): Promise<void> {
    const asked = [...this.#unanswered];
    this.#probeAnswers.clear();
    for (const minion of asked) this.#probeAnswers.set(minion, "none");
    this.#probing = true;
    this.#callOff = this.#deps.clock.after(this.#options.gatherTimeoutMs, () => this.#conclude());
    await this.#deps.probe(asked).catch(() => undefined);
  }

  /** Everybody who was asked runs the job: nothing more to wait for in this round. */
  #endProbeEarly(): void {
    if (!this.#probing) return;
    for (const minion of this.#unanswered) if (this.#probeAnswers.get(minion) !== "runs") return;
    this.#callOff();
    this.#conclude();
  }

  #conclude(): void {
    this.#probing = false;
    const outcomes: NewOutcome[] = [];
    let running = false;
    for (const minion of this.#unanswered) {
      const answer = this.#probeAnswers.get(minion) ?? "none";
      const outcome = answer === "runs" ? "running" : answer === "does-not-run" ? "lost" : "offline";
      running ||= outcome === "running";
      outcomes.push(this.#without(minion, outcome));
    }
    this.#deps.record(outcomes);
    if (running) this.#callOff = this.#deps.clock.after(this.#options.timeoutMs, () => void this.#probe());
    else this.#end();
  }

  #without(minion: string, outcome: "running" | "offline" | "lost"): NewOutcome {
    const before = this.#results.get(minion) ?? silentResult(minion);
    const lastSeenAt = this.#deps.lastSeenAt(minion);
    const connected = outcome === "offline" ? this.#deps.connected(minion) : true;
    if (before.outcome !== outcome) this.#set({ ...before, outcome, lastSeenAt, connected });
    return { jid: this.job.jid, minion, outcome, confirmedAt: before.confirmedAt, lastSeenAt, connected };
  }

  #set(result: MinionResult): void {
    this.#results.set(result.minion, result);
    this.#tell({ kind: "result", result });
  }

  #tell(update: JobUpdate): void {
    for (const see of this.#followers) see(update);
  }

  /** Once: all may have answered before the first wait begins. */
  #end(): void {
    if (this.#state !== "running") return;
    this.#callOff();
    this.#probing = false;
    // Who was not asked does not decide what became of the job.
    const succeeded = this.job.minions.filter((minion) => this.outcomeOf(minion) === "returned").length;
    this.#state = stateOfEndedJob(this.job.minions.length, succeeded);
    this.#tell({ kind: "end", state: this.#state });
    this.#followers.clear();
    this.#deps.ended(this.#state);
  }
}
