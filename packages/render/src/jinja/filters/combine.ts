import { bind } from "../arguments.js";
import { raise } from "../errors.js";
import { iterate, listOf } from "../objects/iterate.js";
import { truth } from "../objects/truth.js";
import { type Args, needIndex, type Py, PyIterator, PyTuple, type Runtime } from "../objects/types.js";
import type { Filters } from "./filter.js";
import { guarded } from "./serialize.js";

/** Python's itertools, as Salt offers them. */
export const COMBINE_FILTERS: Filters = [
  [
    "combinations",
    guarded((value, given, rt) => lazy("combinations", choose(value, sized(given, "combinations"), rt, "combine"))),
  ],
  [
    "combinations_with_replacement",
    guarded((value, given, rt) =>
      lazy("combinations_with_replacement", choose(value, sized(given, "combinations"), rt, "replace")),
    ),
  ],
  ["permutations", guarded((value, given, rt) => lazy("permutations", permute(value, given, rt)))],
  ["product", guarded((value, given, rt) => lazy("product", product(value, given, rt)))],
  ["compress", guarded((value, given, rt) => lazy("compress", compress(value, given, rt)))],
  ["zip", guarded((value, given, rt) => lazy("zip", zip([value, ...given.positional], undefined, rt)))],
  ["zip_longest", guarded(zipLongest)],
];

function lazy(name: string, items: Iterator<Py>): Py {
  return new PyIterator(items, name);
}

function sized(given: Args, name: string): number {
  const [r = 0n] = bind(name, ["r"], 1, given);
  return needIndex(r);
}

function* choose(value: Py, size: number, rt: Runtime, how: "combine" | "replace"): Generator<Py> {
  const pool = listOf(value, rt.budget);
  if (size < 0) raise("ValueError", "r must be non-negative");
  rt.budget.elements(size);
  yield* chosen(pool, size, 0, [], how === "combine" ? 1 : 0, rt);
}

function* chosen(
  pool: readonly Py[],
  size: number,
  from: number,
  picked: readonly Py[],
  step: number,
  rt: Runtime,
): Generator<Py> {
  rt.budget.step();
  if (picked.length === size) {
    yield new PyTuple(picked);
    return;
  }
  for (let at = from; at < pool.length; at += 1) {
    yield* chosen(pool, size, at + step, [...picked, pool[at] ?? null], step, rt);
  }
}

function* permute(value: Py, given: Args, rt: Runtime): Generator<Py> {
  const [r = null] = bind("permutations", ["r"], 0, given);
  const pool = listOf(value, rt.budget);
  yield* permuted(pool, r === null ? pool.length : needIndex(r), [], rt);
}

function* permuted(pool: readonly Py[], size: number, picked: readonly number[], rt: Runtime): Generator<Py> {
  rt.budget.step(1 + picked.length);
  if (picked.length === size) {
    yield new PyTuple(picked.map((at) => pool[at] ?? null));
    return;
  }
  for (let at = 0; at < pool.length; at += 1) {
    if (!picked.includes(at)) yield* permuted(pool, size, [...picked, at], rt);
  }
}

function* product(value: Py, { positional, named }: Args, rt: Runtime): Generator<Py> {
  const pools = [value, ...positional].map((one) => listOf(one, rt.budget));
  const repeat = needIndex(named.get("repeat") ?? 1n);
  rt.budget.elements(Math.max(0, pools.length * repeat));
  yield* crossed(Array.from({ length: Math.max(0, repeat) }, () => pools).flat(), [], rt);
}

function* crossed(pools: readonly (readonly Py[])[], picked: readonly Py[], rt: Runtime): Generator<Py> {
  rt.budget.step(1 + picked.length);
  const pool = pools[picked.length];
  if (pool === undefined) yield new PyTuple(picked);
  else for (const item of pool) yield* crossed(pools, [...picked, item], rt);
}

function* compress(value: Py, given: Args, rt: Runtime): Generator<Py> {
  const [selectors = null] = bind("compress", ["selectors"], 1, given);
  const chosenOnes = iterate(selectors, rt.budget);
  for (const item of iterate(value, rt.budget)) {
    const selector = chosenOnes.next();
    if (selector.done === true) return;
    if (truth(selector.value)) yield item;
  }
}

function zipLongest(value: Py, { positional, named }: Args, rt: Runtime): Py {
  return lazy("zip_longest", zip([value, ...positional], named.get("fillvalue") ?? null, rt));
}

/** @param fill what stands for missing items; undefined: the shortest one ends it */
function* zip(values: readonly Py[], fill: Py | undefined, rt: Runtime): Generator<Py> {
  const sources = values.map((value) => iterate(value, rt.budget));
  for (;;) {
    const found = sources.map((source) => source.next());
    const ended = found.filter((one) => one.done === true).length;
    if (ended === found.length || (fill === undefined && ended > 0)) return;
    yield new PyTuple(found.map((one) => (one.done === true ? (fill ?? null) : one.value)));
  }
}
