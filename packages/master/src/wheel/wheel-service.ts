import { invalidRequest, unknownWheel, type WheelAnswer, type WheelService } from "@salina/api";
import { JidTakenError, type JobStore } from "@salina/store";
import { decode, encode, type JidSource, Spliced, type Value } from "@salina/wire";
import type { Clock } from "../clock.js";
import { type EventBus, formatStamp } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import { type Log, untrusted } from "../log.js";
import { allWheel, wheelLeftOut } from "./all-wheel.js";
import { callArguments, toldArguments, toldReturn } from "./call-arguments.js";
import type { WheelContext, WheelFunction } from "./wheel-function.js";

export interface WheelServiceDeps {
  readonly context: WheelContext;
  readonly events: EventBus;
  readonly jids: JidSource;
  readonly clock: Clock;
  readonly jobs: Pick<JobStore, "create" | "addReturn" | "end">;
  /** Under which the master's own runs are kept. */
  readonly masterId: string;
  readonly log: Log;
}

interface Call {
  readonly wheel: WheelFunction;
  readonly jid: string;
  readonly user: string;
  readonly arg: readonly Value[];
}

interface Ended {
  readonly value: Spliced | string;
  /** What the bus and the job record are told of it. */
  readonly told: Spliced | string;
  readonly success: boolean;
}

/**
 * Wheel functions for callers. Each call is told on the bus, as stock masters do; one that changes something is in the
 * store before it begins. @source salt/master.py, ClearFuncs.wheel
 */
export function wheelService(deps: WheelServiceDeps): WheelService {
  const { context, events, jids, log } = deps;

  async function ended({ wheel, arg, user }: Call): Promise<Ended> {
    try {
      const packed = new Spliced(encode(await wheel.run(callArguments(wheel, arg), context)));
      return { value: packed, told: toldReturn(wheel, packed), success: true };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const text = `Exception occurred in wheel ${wheel.name}: ${reason}`;
      log.warn(
        { event: "wheel.failed", fun: wheel.name, user: untrusted(user), err: error },
        "a wheel function failed",
      );
      return { value: text, told: text, success: false };
    }
  }

  return {
    async run(fun, arg, user) {
      const wheel = allWheel.get(fun);
      if (!wheel) throw unknownWheel({ fun: fun.slice(0, 100), reason: wheelLeftOut.get(fun) ?? null });
      const read = decode(arg, { maxDepth: 200, duplicateKeys: "last" });
      if (!read.ok || !Array.isArray(read.value)) throw invalidRequest({ pointer: "/arg", reason: "expected a list" });

      const told = toldArguments(wheel, read.value);
      const started = { wheel, user, arg: read.value };
      const jid = wheel.reads ? jids.next() : await record(deps, started, told);
      const tag = tags.wheel(jid);
      const about: readonly [string, Value][] = [
        ["fun", `wheel.${fun}`],
        ["jid", jid],
        ["tag", tag],
        ["user", user],
      ];
      const facts = (args: Value[], value: Value | Spliced, success: boolean) =>
        new Map<Value, Value | Spliced>([...about, ["fun_args", args], ["return", value], ["success", success]]);
      events.fire(tags.wheelNew(jid), new Map<Value, Value>([...about, ["fun_args", told]]));
      const end = await ended({ ...started, jid });
      const toldFacts = facts(told, end.told, end.success);
      if (!wheel.reads) await keep(deps, jid, encode(toldFacts), end.success);
      const { at } = events.fire(tags.wheelReturn(jid), toldFacts);
      const data = facts(read.value, end.value, end.success).set("_stamp", formatStamp(at));
      log.info({ event: "wheel.run", fun, jid, user: untrusted(user), success: end.success }, "wheel function ended");
      return { tag, success: end.success, data: encode(data) } satisfies WheelAnswer;
    },
    list: () =>
      [...allWheel.values()]
        .map(({ name, doc, parameters }) => ({ name, doc, parameters: parameters.map((one) => one.name) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The job record of a call, before it begins. @returns its jid */
async function record(
  { clock, jids, jobs, masterId }: WheelServiceDeps,
  { wheel, user }: Omit<Call, "jid">,
  told: Value[],
): Promise<string> {
  for (;;) {
    const jid = jids.next();
    try {
      await jobs.create({
        jid,
        minions: [masterId],
        missing: [],
        target: { type: "list", expression: [masterId] },
        fun: `wheel.${wheel.name}`,
        arg: encode(told),
        user,
        metadata: null,
        startedAt: clock.now(),
        standalone: true,
      });
      return jid;
    } catch (error) {
      // Taken: the clock was set back. The next one is free.
      if (!(error instanceof JidTakenError)) throw error;
    }
  }
}

async function keep(
  { clock, jobs, masterId }: WheelServiceDeps,
  jid: string,
  value: Uint8Array,
  success: boolean,
): Promise<void> {
  const returnedAt = clock.now();
  await jobs.addReturn({
    jid,
    minion: masterId,
    value,
    retcode: success ? 0 : 1,
    success,
    out: null,
    late: false,
    returnedAt,
  });
  await jobs.end(jid, returnedAt);
}
