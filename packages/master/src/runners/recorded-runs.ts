import type { JobStore } from "@salina/store";
import { decode, type Encodable, encode, isMap, Spliced, type Value } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { Log } from "../log.js";
import type { MasterReturn } from "../orchestrations/step-context.js";
import type { MasterFunctionCall, MasterFunctions } from "./master-functions.js";

export interface RecordedRunsDeps {
  readonly kind: "runner" | "wheel";
  readonly functions: MasterFunctions;
  readonly jobs: Pick<JobStore, "create" | "addReturn" | "end" | "get" | "open">;
  /** Whose return it is in the job's record. */
  readonly masterId: string;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Recorded {
  readonly packed: Uint8Array;
  readonly success: boolean;
}

/**
 * Functions of the master, each run told on the bus and kept as a job, with the master's id as its only minion. Those that
 * only look something up are not kept: nothing is lost with them, and they would fill the history.
 */
export class RecordedRuns {
  readonly #deps: RecordedRunsDeps;

  constructor(deps: RecordedRunsDeps) {
    this.#deps = deps;
  }

  has(fun: string): boolean {
    return this.#deps.functions.has(fun);
  }

  /** Resolves with what it gave, or what went wrong. @throws what the store throws, before it is begun */
  async run(fun: string, arg: readonly Value[], call: MasterFunctionCall): Promise<Recorded> {
    const { kind, functions, jobs, masterId, events, clock, log } = this.#deps;
    const { jid, user } = call;
    const keeps = !functions.isRead(fun);
    if (keeps)
      await jobs.create({
        jid,
        minions: [masterId],
        missing: [],
        target: { type: "list", expression: [masterId] },
        fun: `${kind}.${fun}`,
        arg: encode([...arg]),
        user,
        metadata: null,
        startedAt: clock.now(),
        standalone: true,
      });
    events.fire(tags.masterNew(kind, jid), new Map(this.#about(fun, arg, call)));
    let packed: Uint8Array;
    let success = true;
    try {
      const value = await functions.run(fun, arg, call);
      packed = encode(value);
      success = !isMap(value) || (value.get("retcode") ?? 0) === 0;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      log.warn({ event: `${kind}.failed`, fun, user, err: error }, `a ${kind} function failed`);
      packed = encode(text);
      success = false;
      if (keeps) await this.#end(fun, arg, call, { packed, success });
      this.#tell(fun, arg, call, { packed, success });
      throw error;
    }
    if (keeps) await this.#end(fun, arg, call, { packed, success });
    this.#tell(fun, arg, call, { packed, success });
    return { packed, success };
  }

  /** The end of a run that was begun in an earlier life of the daemon. */
  async close(fun: string, call: MasterFunctionCall, value: Encodable, success: boolean): Promise<void> {
    const record = await this.#deps.jobs.get(call.jid);
    if (!record || record.endedAt !== null) return;
    const recorded = { packed: encode(value), success };
    await this.#end(fun, argumentsOf(record.arg), { ...call, user: record.user }, recorded);
    this.#tell(fun, argumentsOf(record.arg), { ...call, user: record.user }, recorded);
  }

  /**
   * Closes what was under way when the daemon ended. What goes on is left open.
   * @param goesOn whether somebody goes on with it
   */
  async closeCutOff(goesOn: (jid: string) => boolean): Promise<void> {
    const { kind, jobs, log } = this.#deps;
    for (const { jid, fun, user } of await jobs.open()) {
      const name = String(fun);
      if (!name.startsWith(`${kind}.`) || goesOn(jid)) continue;
      log.warn({ event: `${kind}.cut-off`, jid, fun: name }, "a run was cut off by the end of the master");
      await this.close(name.slice(kind.length + 1), { jid, user }, cutOff, false);
    }
  }

  /** What became of a run; undefined where there is no record, or where it has not ended. */
  async found(fun: string, jid: string): Promise<MasterReturn | undefined> {
    const job = await this.#deps.jobs.get(jid);
    const value = job?.results[0]?.value;
    if (!job || !value || this.#deps.functions.isRead(fun)) return undefined;
    const read = decode(value, { maxDepth: 512, duplicateKeys: "last" });
    if (!read.ok || !isMap(read.value)) return undefined;
    return { value: read.value.get("return") ?? null, success: read.value.get("success") === true };
  }

  #about(fun: string, arg: readonly Value[], { jid, user }: MasterFunctionCall): [string, Value][] {
    return [
      ["fun", `${this.#deps.kind}.${fun}`],
      ["jid", jid],
      ["user", user],
      ["fun_args", [...arg]],
    ];
  }

  #tell(fun: string, arg: readonly Value[], call: MasterFunctionCall, { packed, success }: Recorded): void {
    const { kind, events } = this.#deps;
    events.fire(
      tags.masterReturn(kind, call.jid),
      new Map<Value, Value | Spliced>([
        ...this.#about(fun, arg, call),
        ["return", new Spliced(packed)],
        ["success", success],
      ]),
    );
  }

  async #end(
    fun: string,
    arg: readonly Value[],
    call: MasterFunctionCall,
    { packed, success }: Recorded,
  ): Promise<void> {
    const { jobs, masterId, clock } = this.#deps;
    const value = new Map<Value, Encodable>([
      ...this.#about(fun, arg, call),
      ["return", new Spliced(packed)],
      ["success", success],
    ]);
    const returnedAt = clock.now();
    const { jid } = call;
    await jobs.addReturn({
      jid,
      minion: masterId,
      value: encode(value),
      retcode: success ? 0 : 1,
      success,
      out: null,
      late: false,
      returnedAt,
    });
    await jobs.end(jid, returnedAt);
  }
}

const cutOff = "The master ended while this ran: what it had done until then is not known, and it was not begun again.";

function argumentsOf(packed: Uint8Array): readonly Value[] {
  const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
  return read.ok && Array.isArray(read.value) ? read.value : [];
}
