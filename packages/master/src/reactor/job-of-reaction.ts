import { type JobRequest, type Target, targetTypes } from "@salina/api";
import { encode, isMap, type Value } from "@salina/wire";
import type { LocalCall } from "./reaction-call.js";
import { reactionNumber } from "./reaction-number.js";

/** The account under which reactions act. @source salt/utils/reactor.py, ReactWrap.event_user */
export const reactorUser = "Reactor";

const maxTimeoutS = 86_400;

/** The job that a `local` reaction publishes. @throws Error where its target can be none */
export function jobOfReaction(call: LocalCall): JobRequest {
  const timeout = reactionNumber(call.more.get("timeout"));
  const metadata = call.more.get("metadata");
  const returners = Array.isArray(call.ret) ? call.ret.join(",") : call.ret;
  return {
    target: targetOf(call),
    fun: call.fun,
    arg: encode(packedArguments(call.arg, call.kwarg)),
    user: reactorUser,
    ...(typeof returners === "string" && returners !== "" ? { returners } : {}),
    ...(timeout !== undefined && timeout > 0 && timeout <= maxTimeoutS ? { timeoutMs: timeout * 1000 } : {}),
    ...(isMap(metadata) ? { metadata: encode(metadata) } : {}),
  };
}

/** Positional values, then one map of keywords. @source salt/utils/args.py, condition_input */
export function packedArguments(arg: readonly Value[], kwarg: ReadonlyMap<Value, Value>): Value[] {
  const positional = arg.map((one) => (typeof one === "bigint" && /^\d{20}$/.test(String(one)) ? String(one) : one));
  return kwarg.size === 0 ? positional : [...positional, new Map<Value, Value>([["__kwarg__", true], ...kwarg])];
}

function targetOf({ tgt, tgtType, more }: LocalCall): Target {
  const type = targetTypes.find((one) => one === tgtType);
  if (!type) throw new Error(`there is no target type '${String(tgtType)}'`);
  const delimiter = more.get("delimiter");
  const parted = typeof delimiter === "string" && delimiter !== "" ? { delimiter } : {};
  if (type === "list") {
    const ids = typeof tgt === "string" ? tgt.split(",").map((one) => one.trim()) : tgt;
    if (!Array.isArray(ids) || !ids.every((one) => typeof one === "string")) throw notATarget();
    return { type, expression: ids.filter((one) => one !== "") };
  }
  // Ids may look like numbers.
  if (typeof tgt !== "string" && typeof tgt !== "number" && typeof tgt !== "bigint") throw notATarget();
  return { type, expression: String(tgt), ...parted };
}

const notATarget = () => new Error("`tgt` is neither text nor a list of ids");
