import { readYaml } from "@salina/render";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import type { LowChunk } from "./low-data.js";

/** What a function of the master takes; null: there is no such function. */
export type ParametersOf = (
  kind: "runner" | "wheel",
  fun: string,
) => { readonly names: readonly string[]; readonly keywords: boolean } | null;

export interface LocalCall {
  readonly kind: "local";
  readonly fun: string;
  readonly tgt: Value;
  readonly tgtType: Value;
  readonly arg: readonly Value[];
  readonly kwarg: ValueMap;
  readonly ret: Value;
  /** `timeout`, `metadata`, `delimiter` and others that stand beside it. */
  readonly more: ValueMap;
}

export interface MasterCall {
  readonly kind: "runner" | "wheel";
  readonly fun: string;
  readonly arg: readonly Value[];
  readonly kwarg: ValueMap;
}

export type ReactionCall = LocalCall | MasterCall;
export type ReadCall =
  | { readonly ok: true; readonly call: ReactionCall }
  | { readonly ok: false; readonly reason: string };

const internal = new Set(["__id__", "__sls__", "name", "order", "fun", "key", "state", "arg", "kwarg", "__env__"]);
const ofLocal = new Set([...internal, "tgt", "tgt_type", "expr_form", "ret", "args"]);

/**
 * What a reaction wants called. `args` names the arguments of the function; without it `arg` and `kwarg` do, and of runners
 * and wheel functions what stands beside `fun` itself.
 * @source salt/utils/reactor.py, ReactWrap.run
 */
export function reactionCall(low: LowChunk, parametersOf: ParametersOf): ReadCall {
  const state = low.get("state");
  const fun = low.get("fun");
  if (typeof fun !== "string") return refused("its function is not text");
  switch (state) {
    case "local":
      return localCall(low, fun);
    case "runner":
    case "wheel":
      return masterCall(low, state, fun, parametersOf(state, fun));
    case "caller":
      return refused("`caller` reactions are for masterless minions; on a master use `local`");
    default:
      return refused(`'${String(state)}' is none of local, runner, wheel`);
  }
}

function localCall(low: LowChunk, fun: string): ReadCall {
  if (!low.has("tgt")) return refused("local takes at least 2 arguments: it needs `tgt`");
  const given = argumentsOf(low);
  if (typeof given === "string") return refused(given);
  return {
    ok: true,
    call: {
      kind: "local",
      fun,
      tgt: low.get("tgt") ?? null,
      tgtType: low.get("tgt_type") ?? low.get("expr_form") ?? "glob",
      ...(given ?? { arg: listOf(low.get("arg")), kwarg: mapOf(low.get("kwarg")) }),
      ret: low.get("ret") ?? "",
      more: new Map([...low].filter(([key]) => typeof key === "string" && !ofLocal.has(key))),
    },
  };
}

function masterCall(
  low: LowChunk,
  kind: "runner" | "wheel",
  fun: string,
  parameters: ReturnType<ParametersOf>,
): ReadCall {
  const given = argumentsOf(low);
  if (typeof given === "string") return refused(given);
  if (given) return { ok: true, call: { kind, fun, ...given } };
  if (low.has("arg") && low.has("kwarg")) {
    return { ok: true, call: { kind, fun, arg: listOf(low.get("arg")), kwarg: mapOf(low.get("kwarg")) } };
  }
  if (!parameters) return refused("function not available");
  // Names that reactions have by themselves count where the function takes them.
  const flat = [...low].filter(
    ([key]) => typeof key === "string" && (parameters.names.includes(key) || !internal.has(key)),
  );
  return {
    ok: true,
    call: { kind, fun, arg: listOf(low.get("arg")), kwarg: new Map([...flat, ...mapOf(low.get("kwarg"))]) },
  };
}

/** Undefined: there is no `args`. Text: it is of no form that is known. */
function argumentsOf(low: LowChunk): { readonly arg: readonly Value[]; readonly kwarg: ValueMap } | string | undefined {
  const args = low.get("args");
  if (args === undefined) return undefined;
  const kwarg = isMap(args) ? args : repacked(args);
  return kwarg ? { arg: [], kwarg } : "Incorrect argument format: `args` is a map, or a list of maps with one key each";
}

/** @source salt/utils/data.py, repack_dictlist */
function repacked(value: Value): ValueMap | undefined {
  const list = typeof value === "string" ? fromYaml(value) : value;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const map: ValueMap = new Map();
  for (const one of list) {
    if (isMap(one) && one.size === 1) for (const [key, inner] of one) map.set(key, inner);
    else if (isMap(one) || one === null || Array.isArray(one) || one instanceof Uint8Array) return undefined;
    else map.set(one, null);
  }
  return map;
}

function fromYaml(text: string): Value {
  try {
    return readYaml(text, "args");
  } catch {
    return null;
  }
}

const refused = (reason: string): ReadCall => ({ ok: false, reason });
const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? value : value == null ? [] : [value];
const mapOf = (value: Value | undefined): ValueMap => (isMap(value) ? value : new Map());
