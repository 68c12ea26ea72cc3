import { type Job, storeFailed } from "@salina/api";
import { JidTakenError, type JobStore } from "@salina/store";
import { encode, isMap, type JidSource, Spliced, type Value } from "@salina/wire";
import type { Clock } from "../clock.js";

export interface MasterCallsDeps {
  readonly jobs: Pick<JobStore, "create" | "addReturn" | "end" | "open">;
  readonly clock: Pick<Clock, "now">;
  readonly jids: Pick<JidSource, "next">;
  /** The id under which the master's own calls are kept: `HOST_master`. */
  readonly masterId: string;
}

/** A call of a function of the master, under way. */
export interface RunningCall {
  readonly jid: string;
  /** With `runner.` or `wheel.` before it. */
  readonly fun: string;
  /** As the record is told them. */
  readonly arg: readonly Value[];
  readonly user: string;
  readonly startedAt: number;
  /** Whether it is in the store. */
  readonly durable: boolean;
}

export interface CallEnd {
  readonly value: Value | Spliced;
  readonly success: boolean;
  readonly retcode: number;
}

/** Told of a call that nobody ends any more. */
export const cutText =
  "The master ended while this was running. What it had done by then stays done; the rest was not done.";

/**
 * What the master itself has been asked to do: job records of the pseudo minion MASTERID, as stock stores them, and what
 * of it is under way now.
 * @source salt/client/mixins.py, SyncClientMixin._low
 */
export class MasterCalls {
  readonly #deps: MasterCallsDeps;
  readonly #running = new Map<string, RunningCall>();

  constructor(deps: MasterCallsDeps) {
    this.#deps = deps;
  }

  get masterId(): string {
    return this.#deps.masterId;
  }

  /** Oldest first. */
  running(): readonly RunningCall[] {
    return [...this.#running.values()];
  }

  /**
   * Durable once resolved, where it is to be.
   * @param jid of the caller's choice; default: the next one
   * @throws store-failed; JidTakenError for a jid of the caller's choice
   */
  async begin(
    call: Omit<RunningCall, "jid" | "startedAt"> & { readonly jid?: string | undefined },
  ): Promise<RunningCall> {
    for (;;) {
      const begun = { ...call, jid: call.jid ?? this.#deps.jids.next(), startedAt: this.#deps.clock.now() };
      try {
        if (call.durable) await this.#create(begun);
        this.#running.set(begun.jid, begun);
        return begun;
      } catch (error) {
        if (!(error instanceof JidTakenError)) throw storeFailed({ reason: String(error) }, { cause: error });
        // Taken: the clock was set back. The next one is free.
        if (call.jid !== undefined) throw error;
      }
    }
  }

  /** Durable once resolved. @returns what was kept: the data of the event that tells of it */
  async end(call: RunningCall, end: CallEnd): Promise<ReadonlyMap<Value, Value | Spliced>> {
    const told = toldOf(call, end);
    try {
      if (call.durable) await this.#close(call.jid, told, end);
    } finally {
      this.#running.delete(call.jid);
    }
    return told;
  }

  /**
   * After a start, before jobs are followed up: calls that a killed daemon left open end as failed.
   * @param resumes takes over a call that can go on (orchestrations); false: it cannot
   */
  async closeCut(resumes: (job: Job) => Promise<boolean> = () => Promise.resolve(false)): Promise<readonly string[]> {
    const closed: string[] = [];
    for (const job of await this.#deps.jobs.open()) {
      const { jid, fun, user } = job;
      if (typeof fun !== "string" || !/^(runner|wheel)\./.test(fun) || job.minions.join() !== this.masterId) continue;
      if (await resumes(job)) continue;
      const call = { jid, fun, user, arg: [], durable: true, startedAt: job.startedAt };
      const end = { value: cutText, success: false, retcode: 1 };
      const told = new Map(toldOf(call, end)).set("fun_args", new Spliced(job.arg));
      if (job.results.some(({ value }) => value !== null)) await this.#deps.jobs.end(jid, this.#deps.clock.now());
      else await this.#close(jid, told, end);
      closed.push(jid);
    }
    return closed;
  }

  async #create({ jid, fun, arg, user, startedAt }: RunningCall): Promise<void> {
    const { jobs, masterId } = this.#deps;
    await jobs.create({
      jid,
      minions: [masterId],
      missing: [],
      target: { type: "list", expression: [masterId] },
      fun,
      arg: encode([...arg]),
      user,
      metadata: null,
      startedAt,
      standalone: true,
    });
  }

  async #close(jid: string, told: ReadonlyMap<Value, Value | Spliced>, { retcode, success }: CallEnd): Promise<void> {
    const { jobs, clock, masterId } = this.#deps;
    const returnedAt = clock.now();
    const value = encode(new Map(told));
    await jobs.addReturn({ jid, minion: masterId, value, retcode, success, out: null, late: false, returnedAt });
    await jobs.end(jid, returnedAt);
  }
}

function toldOf({ fun, jid, user, arg }: RunningCall, { value, success }: CallEnd): Map<Value, Value | Spliced> {
  return new Map<Value, Value | Spliced>([
    ["fun", fun],
    ["jid", jid],
    ["user", user],
    ["fun_args", [...arg]],
    ["return", value],
    ["success", success],
  ]);
}

/** The exit code that an answer carries: `retcode`, or that of its `data`. @source salt/cli/run.py */
export function retcodeOf(value: Value): number {
  if (!isMap(value)) return 0;
  const data = value.get("data");
  const code = value.get("retcode") ?? (isMap(data) ? data.get("retcode") : undefined);
  return typeof code === "number" && Number.isInteger(code) ? code : code === true ? 1 : 0;
}
