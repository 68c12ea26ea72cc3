import { invalidRequest, unknownWheel, type WheelAnswer, type WheelService } from "@salina/api";
import { decode, encode, Spliced, type Value } from "@salina/wire";
import { type EventBus, formatStamp } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import { toldArguments, toldReturn } from "../functions/call-arguments.js";
import { docsOf } from "../functions/function-doc.js";
import type { MasterCalls, RunningCall } from "../functions/master-calls.js";
import { type Log, untrusted } from "../log.js";
import { allWheel, wheelLeftOut } from "./all-wheel.js";
import type { Wheel } from "./wheel.js";
import type { WheelFunction } from "./wheel-function.js";

export interface WheelServiceDeps {
  readonly functions: Wheel;
  readonly calls: Pick<MasterCalls, "begin" | "end">;
  readonly events: EventBus;
  readonly log: Log;
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
export function wheelService({ functions, calls, events, log }: WheelServiceDeps): WheelService {
  async function ended(wheel: WheelFunction, arg: readonly Value[], { jid, user }: RunningCall): Promise<Ended> {
    try {
      const packed = new Spliced(encode(await functions.run(wheel.name, arg, { jid, user })));
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
    async run(fun, arg, user, jid) {
      const wheel = allWheel.get(fun);
      if (!wheel) throw unknownWheel({ fun: fun.slice(0, 100), reason: wheelLeftOut.get(fun) ?? null });
      const read = decode(arg, { maxDepth: 200, duplicateKeys: "last" });
      if (!read.ok || !Array.isArray(read.value)) throw invalidRequest({ pointer: "/arg", reason: "expected a list" });

      const told = toldArguments(wheel, read.value);
      const call = await calls.begin({ fun: `wheel.${fun}`, arg: told, user, durable: !wheel.reads, jid });
      const tag = tags.wheel(call.jid);
      const about: readonly [string, Value][] = [
        ["fun", call.fun],
        ["jid", call.jid],
        ["tag", tag],
        ["user", user],
      ];
      events.fire(tags.wheelNew(call.jid), new Map<Value, Value>([...about, ["fun_args", told]]));
      const end = await ended(wheel, read.value, call);
      const { success } = end;
      const kept = await calls.end(call, { value: end.told, success, retcode: success ? 0 : 1 });
      const { at } = events.fire(tags.wheelReturn(call.jid), new Map<Value, Value | Spliced>([...about, ...kept]));
      log.info({ event: "wheel.run", fun, jid: call.jid, user: untrusted(user), success }, "a wheel function ended");
      const data = new Map<Value, Value | Spliced>([
        ...about,
        ["fun_args", read.value],
        ["return", end.value],
        ["success", success],
        ["_stamp", formatStamp(at)],
      ]);
      return { tag, success, data: encode(data) } satisfies WheelAnswer;
    },
    list: () => docsOf(allWheel),
  };
}
