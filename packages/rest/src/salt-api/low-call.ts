import type { AskedCall } from "@salina/api";
import { keywordArguments } from "@salina/arguments";
import { isMap, type Value } from "@salina/wire";
import { type Chunk, textOf } from "./read-body.js";
import { wrongField } from "./refusal.js";

const marker = "__kwarg__";

/**
 * Functions of a chunk with their arguments: one, or those of a compound call. Text stays as it is: minions themselves
 * read `name=value` in it.
 *
 * @throws Refusal 400
 */
export function callsOf(chunk: Chunk): { readonly calls: readonly AskedCall[]; readonly compound: boolean } {
  const fun = chunk.get("fun");
  const kwarg = chunk.get("kwarg") ?? null;
  if (kwarg !== null && !isMap(kwarg)) throw wrongField("kwarg", "expected a map");
  if (!Array.isArray(fun)) {
    const name = textOf(chunk, "fun");
    if (name === undefined || name === "") throw wrongField("fun", "is missing");
    return {
      calls: [{ fun: name, arg: argumentsOf(listOf(chunk.get("arg") ?? chunk.get("args")), kwarg) }],
      compound: false,
    };
  }
  if (fun.length === 0 || !fun.every((one) => typeof one === "string")) throw wrongField("fun", "expected functions");
  const lists = listOf(chunk.get("arg"));
  return {
    calls: (fun as string[]).map((name, at) => ({ fun: name, arg: argumentsOf(listOf(lists[at]), kwarg) })),
    compound: true,
  };
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function argumentsOf(args: readonly Value[], kwarg: ReadonlyMap<Value, Value> | null): Value[] {
  return kwarg === null ? [...args] : withKeywords(args, kwarg);
}

/** Keywords stand last, in one map. What is given there already stays. */
function withKeywords(args: readonly Value[], more: ReadonlyMap<Value, Value>): Value[] {
  if (more.size === 0) return [...args];
  const last = args.at(-1);
  const named = last !== undefined && isMap(last) && last.get(marker) === true ? last : new Map<Value, Value>();
  const positional = named === last ? args.slice(0, -1) : args;
  return [...positional, new Map<Value, Value>([...more, ...named, [marker, true]])];
}

/** Fields of a chunk that are never keywords. @source salt/client/mixins.py, low */
const never = new Set<Value>("client fun arg args kwarg eauth username password token".split(" "));
/** Those that are keywords only where the function has a parameter of that name. */
const seldom = new Set<Value>("full_return metadata timeout tgt tgt_type expr_form batch".split(" "));

/** Of a runner or a wheel function: further fields are keywords, as far as the function takes them. */
export function masterCallOf(
  chunk: Chunk,
  known: { readonly parameters: readonly string[]; readonly keywords?: boolean } | undefined,
): AskedCall {
  const { calls } = callsOf(chunk);
  const [call] = calls;
  if (call === undefined || calls.length > 1) throw wrongField("fun", "expected one function");
  const isTaken = (name: Value) =>
    known?.parameters.includes(String(name)) === true || (known?.keywords === true && !seldom.has(name));
  const more = [...chunk].filter(([name]) => !never.has(name) && isTaken(name));
  return { fun: call.fun, arg: withKeywords(keywordArguments(call.arg), new Map(more)) };
}
