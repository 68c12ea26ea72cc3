import type { Packed } from "@salina/api";
import { decode, encode, fromJson, isMap, toJson, type Value } from "@salina/wire";
import type { Step } from "../schemas/job.js";

const marker = "__kwarg__";

/**
 * Salt's list of arguments: the positional ones, then one map of the keyword arguments with `__kwarg__: true`; for
 * several functions a list of such lists.
 */
export function packArguments(steps: readonly Step[], compound: boolean): Packed {
  const lists = steps.map(argumentList);
  return encode(compound ? lists : (lists[0] ?? []));
}

function argumentList({ args = [], kwargs = {} }: Step): Value[] {
  const list = args.map(fromJson);
  const named = new Map<Value, Value>(Object.entries(kwargs).map(([name, value]) => [name, fromJson(value)]));
  if (named.size > 0) list.push(named.set(marker, true));
  return list;
}

export interface OpenedStep {
  readonly function: string;
  readonly args: unknown[];
  readonly kwargs: Record<string, unknown>;
}

/** The other way round. What is not a list of arguments counts as none. */
export function openArguments(fun: string | readonly string[], packed: Packed): OpenedStep[] {
  const read = decode(packed);
  const value = read.ok && Array.isArray(read.value) ? read.value : [];
  if (typeof fun === "string") return [openStep(fun, value)];
  return fun.map((name, i) => {
    const list = value[i];
    return openStep(name, Array.isArray(list) ? list : []);
  });
}

function openStep(fun: string, list: readonly Value[]): OpenedStep {
  const args: unknown[] = [];
  const kwargs: Record<string, unknown> = Object.create(null);
  for (const item of list) {
    if (isMap(item) && item.get(marker) === true) {
      const named = toJson(new Map([...item].filter(([name]) => name !== marker)));
      Object.assign(kwargs, named);
    } else args.push(toJson(item));
  }
  return { function: fun, args, kwargs };
}
