import { bind } from "./arguments.js";
import { isLower, isUpper } from "./methods/text-case.js";
import { equal, type Ordering, ordered } from "./objects/compare.js";
import { contains } from "./objects/contains.js";
import { PyDict } from "./objects/dict.js";
import { lengthOf, tryIterable } from "./objects/iterate.js";
import { str } from "./objects/repr.js";
import { PySet } from "./objects/set.js";
import {
  type Args,
  asNumber,
  asText,
  Markup,
  type Py,
  PyObject,
  PyTuple,
  PyView,
  type Runtime,
  Undefined,
} from "./objects/types.js";
import { binary } from "./operators.js";

export type PyTest = (value: Py, given: Args, rt: Runtime) => boolean;

/** Jinja2's tests, and those that Salt changes. @source jinja2/tests.py; salt/utils/jinja.py */
export const TESTS: readonly (readonly [string, PyTest])[] = [
  ["odd", (value, _given, rt) => equal(binary(value, "%", 2n, rt), 1n, rt.budget)],
  ["even", (value, _given, rt) => equal(binary(value, "%", 2n, rt), 0n, rt.budget)],
  ["divisibleby", (value, given, rt) => equal(binary(value, "%", one("divisibleby", "num", given), rt), 0n, rt.budget)],
  ["defined", (value) => !(value instanceof Undefined)],
  ["undefined", (value) => value instanceof Undefined],
  ["filter", (value, _given, rt) => rt.hasFilter(asText(value) ?? "")],
  ["test", (value, _given, rt) => rt.hasTest(asText(value) ?? "")],
  ["none", (value) => value === null],
  ["boolean", (value) => typeof value === "boolean"],
  ["false", (value) => value === false],
  ["true", (value) => value === true],
  ["integer", (value) => typeof value === "bigint"],
  ["float", (value) => typeof value === "number"],
  ["lower", (value, _given, rt) => isLower(str(value, rt.budget))],
  ["upper", (value, _given, rt) => isUpper(str(value, rt.budget))],
  ["string", (value) => asText(value) !== undefined],
  ["mapping", (value) => value instanceof PyDict],
  ["number", (value) => asNumber(value) !== undefined],
  ["sequence", isSequence],
  ["iterable", isIterable],
  ["callable", (value) => (value instanceof PyObject && value.call !== undefined) || value instanceof Undefined],
  ["sameas", (value, given) => isSame(value, one("sameas", "other", given))],
  ["escaped", (value) => value instanceof Markup],
  ["in", (value, given, rt) => contains(one("in", "seq", given), value, rt.budget)],
  // Salt's own: only a list is one.
  ["list", (value) => Array.isArray(value)],
  ...["==", "eq", "equalto"].map((name) => [name, equality(name, true)] as const),
  ...["!=", "ne"].map((name) => [name, equality(name, false)] as const),
  ...order(["<", "lt", "lessthan"], "<"),
  ...order(["<=", "le"], "<="),
  ...order([">", "gt", "greaterthan"], ">"),
  ...order([">=", "ge"], ">="),
];

function one(name: string, parameter: string, given: Args): Py {
  return bind(`test_${name}`, [parameter], 1, given)[0] ?? null;
}

function equality(name: string, wanted: boolean): PyTest {
  return (value, given, rt) => equal(value, one(name, "other", given), rt.budget) === wanted;
}

function order(names: readonly string[], operator: Ordering): readonly (readonly [string, PyTest])[] {
  return names.map((name) => [
    name,
    (value, given, rt) => ordered(value, operator, one(name, "other", given), rt.budget),
  ]);
}

function isSequence(value: Py): boolean {
  if (value instanceof Undefined) return !value.strict;
  if (value instanceof PySet || value instanceof PyView || value instanceof PyObject) return false;
  return lengthOf(value) !== undefined;
}

function isIterable(value: Py): boolean {
  if (value instanceof Undefined) value.use();
  return tryIterable(value) !== undefined;
}

/** Python's `is`: numbers and texts have no identity of their own here. */
function isSame(value: Py, other: Py): boolean {
  if (value instanceof PyTuple && other instanceof PyTuple && value.items.length + other.items.length === 0)
    return true;
  return value === other;
}
