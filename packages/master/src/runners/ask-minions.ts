import { type MinionResult, SalinaError, type Target } from "@salina/api";
import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import type { Call } from "../functions/master-function.js";
import { readTarget } from "../mine/mine.js";
import type { Parameters } from "./parameters.js";
import type { RunnerContext } from "./runner.js";

export interface Question {
  readonly target: Target;
  readonly fun: string;
  readonly arg?: readonly Value[];
  readonly keywords?: ValueMap;
  /** Seconds; 0: the config's. */
  readonly timeoutS?: number;
  readonly gatherTimeoutS?: number;
  /** Of the minions, with commas between them. */
  readonly returners?: string;
}

/** A job like any other, followed to its end. Nobody matches: nobody answers. @throws invalid-target and the like */
export async function askMinions(
  { target, fun, arg = [], keywords, timeoutS = 0, gatherTimeoutS = 0, returners = "" }: Question,
  { jobs, call }: Pick<RunnerContext, "jobs"> & { readonly call: Call },
): Promise<readonly MinionResult[]> {
  const last: Value[] =
    keywords && keywords.size > 0 ? [new Map<Value, Value>([...keywords, ["__kwarg__", true]])] : [];
  try {
    const { jid } = await jobs.publish({
      target,
      fun,
      arg: encode([...arg, ...last]),
      user: call.user,
      ...(timeoutS > 0 ? { timeoutMs: timeoutS * 1000 } : {}),
      ...(gatherTimeoutS > 0 ? { gatherTimeoutMs: gatherTimeoutS * 1000 } : {}),
      ...(returners === "" ? {} : { returners }),
    });
    for await (const update of jobs.follow(jid, new AbortController().signal)) if (update.kind === "end") break;
    return (await jobs.get(jid))?.results ?? [];
  } catch (error) {
    if (error instanceof SalinaError && error.code === "no-minions-matched") return [];
    throw error;
  }
}

/** @throws Error that names the parameter */
export function targetOf(given: Parameters, type = "tgt_type"): Target {
  const found = readTarget(given.value("tgt"), given.value(type));
  if (!found) throw new Error("'tgt' has to be a target");
  return found;
}

/** What a minion answered; undefined: nothing, or nothing that can be read. */
export function answerOf({ value }: MinionResult): Value | undefined {
  if (value === null) return undefined;
  const read = decode(value, { duplicateKeys: "last", maxDepth: 256 });
  return read.ok ? read.value : undefined;
}

export function mapOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : new Map();
}
