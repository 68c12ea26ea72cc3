import { yamlifiedArguments } from "@salina/arguments";
import type { Result, Value, ValueMap } from "@salina/wire";
import type { Log } from "../log.js";
import { readTarget } from "../mine/mine.js";
import type { Peer, PeerQuestion, PeerRefusal } from "../peer/peer.js";
import type { Counters } from "../status/counters.js";
import { fault, optionalText, requiredText } from "./fields.js";
import { type Requester, sealed } from "./minion-request.js";

export interface PeerRequestDeps {
  readonly peer: Peer;
  readonly counters: Counters;
  readonly log: Log;
}

const maxArguments = 1000;
const maxFunctions = 100;
const maxTimeoutS = 3600;

/** Nothing, as from a stock master: the log has the reason. */
export function refused({ counters, log }: PeerRequestDeps, why: PeerRefusal, from: Requester) {
  if (why !== "nobody") {
    counters.add("peer.refused");
    log.warn({ event: "peer.refused", minion: from.id, why }, "a minion may not have others do this");
  }
  return sealed(new Map());
}

/** What `minion_pub` and `minion_publish` ask for. */
export function readQuestion(load: ValueMap): Result<PeerQuestion> {
  const target = readTarget(load.get("tgt"), load.get("tgt_type") ?? load.get("expr_form") ?? "glob");
  if (target === null) return fault("tgt", "a target");
  const fun = requiredText(load, "fun", 4096);
  if (!fun.ok) return fun;
  const arg = load.get("arg") ?? [];
  if (!Array.isArray(arg) || arg.length > maxArguments) return fault("arg", `a list of at most ${maxArguments}`);
  const unparsed = load.get("no_parse");
  const keep = Array.isArray(unparsed) ? unparsed.filter((one) => typeof one === "string") : [];
  const returners = optionalText(load, "ret", 1024);
  if (!returners.ok) return returners;
  const timeout = readTimeout(load.get("timeout") ?? load.get("tmo") ?? null);
  if (timeout === undefined) return fault("tmo", `seconds up to ${maxTimeoutS}`);
  const funs = fun.value.split(",");
  if (funs.length > maxFunctions || funs.some((one) => one === "")) return fault("fun", "functions");
  return {
    ok: true,
    value: {
      // Nodegroups may be named by the beginning of the word.
      target:
        typeof load.get("tgt_type") === "string" && String(load.get("tgt_type")).startsWith("node")
          ? { ...target, type: "nodegroup" }
          : target,
      calls: funs.map((one, at) => ({
        fun: one,
        arg: yamlifiedArguments(funs.length === 1 ? arg : wordsOf(arg[at] ?? []), keep),
      })),
      returners: returners.value ?? "",
      timeoutMs: timeout,
    },
  };
}

/** Of several functions each has one text with its arguments, parted by blanks. */
function wordsOf(arg: Value): Value[] {
  if (Array.isArray(arg)) return arg;
  return typeof arg === "string" ? arg.split(/\s+/).filter((word) => word !== "") : [arg];
}

/** Undefined: no time. */
function readTimeout(value: Value): number | null | undefined {
  if (value === null) return null;
  const seconds = typeof value === "string" ? Number(value) : value;
  return typeof seconds === "number" && seconds >= 0 && seconds <= maxTimeoutS
    ? Math.max(100, seconds * 1000)
    : undefined;
}
