import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { PyDict } from "./dict.js";
import { PySet } from "./set.js";
import { asNumber, asText, type Py, PyRange, PyTuple, typeName, Undefined } from "./types.js";

const MAX_DEPTH = 200;

/** Python's `==`. */
export function equal(left: Py, right: Py, budget: Budget, depth = 0): boolean {
  if (left === right) return !(typeof left === "number" && Number.isNaN(left));
  budget.step();
  if (depth > MAX_DEPTH) raise("RecursionError", "maximum recursion depth exceeded in comparison");
  if (left instanceof Undefined) return equalUndefined(left, right);
  if (right instanceof Undefined) return equalUndefined(right, left);
  const a = asNumber(left);
  if (a !== undefined) {
    const b = asNumber(right);
    return b !== undefined && !(a < b) && !(a > b) && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b));
  }
  const text = asText(left);
  if (text !== undefined) return asText(right) === text;
  return equalObjects(left, right, budget, depth + 1);
}

function equalUndefined(left: Undefined, right: Py): boolean {
  left.use();
  if (right instanceof Undefined) right.use();
  return right instanceof Undefined;
}

function equalObjects(left: Py, right: Py, budget: Budget, depth: number): boolean {
  if (Array.isArray(left)) return Array.isArray(right) && equalItems(left, right, budget, depth);
  if (left instanceof PyTuple) return right instanceof PyTuple && equalItems(left.items, right.items, budget, depth);
  if (left instanceof PyDict) return right instanceof PyDict && equalDicts(left, right, budget, depth);
  if (left instanceof PySet) {
    return right instanceof PySet && left.size === right.size && [...left.members()].every((one) => right.has(one));
  }
  if (left instanceof PyRange && right instanceof PyRange) return equalRanges(left, right);
  if (left instanceof Uint8Array) return right instanceof Uint8Array && Buffer.compare(left, right) === 0;
  return false;
}

function equalItems(left: readonly Py[], right: readonly Py[], budget: Budget, depth: number): boolean {
  if (left.length !== right.length) return false;
  return left.every((item, at) => equal(item, right[at] ?? null, budget, depth));
}

function equalDicts(left: PyDict, right: PyDict, budget: Budget, depth: number): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left.entries()) {
    const other = right.get(key);
    if (other === undefined || !equal(value, other, budget, depth)) return false;
  }
  return true;
}

function equalRanges(left: PyRange, right: PyRange): boolean {
  if (left.length !== right.length) return false;
  if (left.length === 0) return true;
  return left.start === right.start && (left.length === 1 || left.step === right.step);
}

export type Ordering = "<" | "<=" | ">" | ">=";

/** Python's `<` and its kin. @throws PyError TypeError for values without an order */
export function ordered(left: Py, operator: Ordering, right: Py, budget: Budget, depth = 0): boolean {
  budget.step();
  if (depth > MAX_DEPTH) raise("RecursionError", "maximum recursion depth exceeded in comparison");
  if (left instanceof Undefined) left.fail();
  if (right instanceof Undefined) right.fail();
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return holds(a, operator, b);
  const aText = asText(left);
  const bText = asText(right);
  if (aText !== undefined && bText !== undefined) return holds(compareText(aText, bText), operator, 0);
  if (Array.isArray(left) && Array.isArray(right)) return orderedItems(left, operator, right, budget, depth + 1);
  if (left instanceof PyTuple && right instanceof PyTuple) {
    return orderedItems(left.items, operator, right.items, budget, depth + 1);
  }
  if (left instanceof PySet && right instanceof PySet) return orderedSets(left, operator, right);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return holds(Buffer.compare(left, right), operator, 0);
  return raise(
    "TypeError",
    `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

function holds(a: bigint | number, operator: Ordering, b: bigint | number): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}

/** By code points: JavaScript compares by UTF-16 units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const unitA = a.charCodeAt(at);
    const unitB = b.charCodeAt(at);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above all others.
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function orderedItems(
  left: readonly Py[],
  operator: Ordering,
  right: readonly Py[],
  budget: Budget,
  depth: number,
): boolean {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left[at] ?? null;
    const b = right[at] ?? null;
    if (!equal(a, b, budget, depth)) return ordered(a, operator, b, budget, depth);
  }
  return holds(left.length, operator, right.length);
}

function orderedSets(left: PySet, operator: Ordering, right: PySet): boolean {
  const within = (a: PySet, b: PySet): boolean => [...a.members()].every((one) => b.has(one));
  switch (operator) {
    case "<":
      return left.size < right.size && within(left, right);
    case "<=":
      return within(left, right);
    case ">":
      return left.size > right.size && within(right, left);
    case ">=":
      return within(right, left);
  }
}

/** Python's `sorted`: stable, by `<` alone. */
export function sorted(items: readonly Py[], key: (item: Py) => Py, reverse: boolean, budget: Budget): Py[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  const compare = (a: { key: Py }, b: { key: Py }): number =>
    ordered(a.key, "<", b.key, budget) ? -1 : ordered(b.key, "<", a.key, budget) ? 1 : 0;
  keyed.sort(reverse ? (a, b) => compare(b, a) : compare);
  return keyed.map(({ item }) => item);
}
