import { isMap, type Value } from "@salina/wire";
import { floatValue } from "@salina/yaml";
import type { Filter } from "../values.js";
import { define, equal, isTrue, listArg, numberOf, textArg, typeName } from "./define.js";

const list = (value: Value | undefined) => listArg(value, "the value");

function unique(values: readonly Value[]): Value[] {
  const made: Value[] = [];
  for (const value of values) if (!holds(made, value)) made.push(value);
  return made;
}

const holds = (values: readonly Value[], wanted: Value): boolean => values.some((value) => equal(value, wanted));

/** `x in y`: an entry of a list, a key of a map, a part of a text. */
function isIn(wanted: Value, where: Value): boolean {
  if (typeof where === "string") return where.includes(textArg(wanted, "the left operand of 'in'"));
  return holds(list(where), wanted);
}

function flatten(value: Value, levels: number | null, keepNulls: boolean, depth = 0): Value[] {
  if (depth > 100) throw new RangeError("Reference cycle detected. Check input list.");
  return list(value).flatMap((one) => {
    if (!keepNulls && (one === null || one === "None" || one === "null")) return [];
    const opens = (Array.isArray(one) || isMap(one)) && (levels === null || levels >= 1);
    return opens ? flatten(one, levels === null ? null : levels - 1, keepNulls, depth + 1) : [one];
  });
}

/** Python's order; of values it cannot compare an error. */
function compare(one: Value, two: Value): number {
  if (typeof one === "string" && typeof two === "string") return one < two ? -1 : one > two ? 1 : 0;
  const [x, y] = [numberOf(one), numberOf(two)];
  if (x !== undefined && y !== undefined) return x - y;
  if (Array.isArray(one) && Array.isArray(two)) {
    const at = one.findIndex((entry, n) => n >= two.length || !equal(entry, two[n] ?? null));
    return at < 0 || at >= two.length ? one.length - two.length : compare(one[at] ?? null, two[at] ?? null);
  }
  throw new TypeError(`'<' not supported between instances of '${typeName(two)}' and '${typeName(one)}'`);
}

function extreme(value: Value, sign: 1 | -1, name: string): Value {
  const values = list(value);
  const [first] = values;
  if (first === undefined) throw new Error(`${name}() arg is an empty sequence`);
  return values.reduce((best, one) => (compare(one, best) * sign > 0 ? one : best), first);
}

function average(value: Value): Value {
  if (!Array.isArray(value)) {
    const number = numberOf(value);
    if (number === undefined) throw new TypeError(`float() argument must be a number, not '${typeName(value)}'`);
    return floatValue(number);
  }
  if (value.length === 0) throw new Error("division by zero");
  const sum = value.reduce<number>((total, one) => {
    const number = numberOf(one);
    if (number === undefined) throw new TypeError(`unsupported operand type(s) for +: 'int' and '${typeName(one)}'`);
    return total + number;
  }, 0);
  return floatValue(sum / value.length);
}

function exactly(value: Value, amount: number): boolean {
  return list(value).filter(isTrue).length === amount;
}

/** @source salt/utils/jinja.py; salt/utils/data.py */
export const listFilters: ReadonlyMap<string, Filter> = new Map([
  ["unique", define("unique", [], (value) => unique(list(value)))],
  ["min", define("min", [], (value) => extreme(value, -1, "min"))],
  ["max", define("max", [], (value) => extreme(value, 1, "max"))],
  ["avg", define("avg", [], average)],
  ["union", define("union", ["lst2"], (one, two) => unique([...list(one), ...list(two)]))],
  [
    "intersect",
    define("intersect", ["lst2"], (one, two) => unique(list(one).filter((entry) => isIn(entry, two ?? null)))),
  ],
  [
    "difference",
    define("difference", ["lst2"], (one, two) => unique(list(one).filter((entry) => !isIn(entry, two ?? null)))),
  ],
  [
    "symmetric_difference",
    define("symmetric_difference", ["lst2"], (one, two) =>
      unique([...list(one), ...list(two)]).filter((entry) => isIn(entry, one) !== isIn(entry, two ?? null)),
    ),
  ],
  [
    "flatten",
    define(
      "flatten",
      [
        ["levels", null],
        ["preserve_nulls", false],
      ],
      (value, levels, keep) => flatten(value, numberOf(levels) ?? null, isTrue(keep)),
    ),
  ],
  [
    "compare_lists",
    define("compare_lists", [["new", null]], (old, fresh) => {
      const made = new Map<Value, Value>();
      const added = list(fresh).filter((one) => !isIn(one, old));
      const gone = list(old).filter((one) => !isIn(one, fresh ?? null));
      if (added.length > 0) made.set("new", added);
      if (gone.length > 0) made.set("old", gone);
      return made;
    }),
  ],
  [
    "exactly_n_true",
    define("exactly_n_true", [["amount", 1]], (value, amount) => exactly(value, numberOf(amount) ?? 0)),
  ],
  ["exactly_one_true", define("exactly_one_true", [], (value) => exactly(value, 1))],
  [
    "substring_in_list",
    define("substring_in_list", ["list_to_search"], (value, where) => list(where).some((one) => isIn(value, one))),
  ],
  ["is_list", define("is_list", [], (value) => Array.isArray(value))],
  ["is_iter", define("is_iter", [], (value) => Array.isArray(value) || isMap(value) || value instanceof Uint8Array)],
  [
    "sorted_ignorecase",
    define("sorted_ignorecase", [], (value) => {
      const lower = (one: Value) => textArg(one, "an entry").toLowerCase();
      return [...list(value)].sort((one, two) => compare(lower(one), lower(two)));
    }),
  ],
]);
