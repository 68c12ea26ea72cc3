import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { PyDict } from "./dict.js";
import { PySet } from "./set.js";
import { Markup, type Py, PyIterator, PyObject, PyRange, PyTuple, PyView, typeName, Undefined } from "./types.js";

/**
 * The elements of anything Python can loop over.
 *
 * @throws PyError TypeError, or what an undefined value throws
 */
export function* iterate(value: Py, budget: Budget): Generator<Py> {
  for (const item of iterable(value)) {
    budget.step();
    yield item;
  }
}

/** A list of the elements. */
export function listOf(value: Py, budget: Budget): Py[] {
  const known = lengthOf(value);
  if (known !== undefined) budget.elements(known);
  const made: Py[] = [];
  for (const item of iterate(value, budget)) {
    if (made.length >= budget.limits.elements) budget.elements(made.length + 1);
    made.push(item);
  }
  return made;
}

function iterable(value: Py): Iterable<Py> {
  const found = tryIterable(value);
  if (found === undefined) raise("TypeError", `'${typeName(value)}' object is not iterable`);
  return found;
}

/** undefined for what cannot be looped over. */
export function tryIterable(value: Py): Iterable<Py> | undefined {
  if (typeof value === "string") return characters(value);
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return live(value);
  if (value instanceof Markup) return characters(value.text);
  if (value instanceof PyTuple) return value.items;
  if (value instanceof PyDict) return value.keys();
  if (value instanceof PySet) return value.members();
  if (value instanceof PyRange) return rangeItems(value);
  if (value instanceof PyView) return viewItems(value);
  if (value instanceof PyIterator) return value;
  if (value instanceof Uint8Array) return Array.from(value, BigInt);
  if (value instanceof Undefined) {
    value.use();
    return [];
  }
  if (value instanceof PyObject) {
    const from = value.iterate();
    return from === undefined ? undefined : { [Symbol.iterator]: () => from };
  }
  return undefined;
}

// A list that grows while it is looped over is followed, as in Python; the steps bound it.
function* live(list: readonly Py[]): Generator<Py> {
  for (let at = 0; at < list.length; at += 1) yield list[at] ?? null;
}

function* characters(text: string): Generator<Py> {
  yield* text;
}

function* rangeItems(range: PyRange): Generator<Py> {
  const { length } = range;
  for (let at = 0; at < length; at += 1) yield range.at(at);
}

export function* viewItems(view: PyView): Generator<Py> {
  for (const [key, value] of view.dict.entries()) {
    yield view.kind === "keys" ? key : view.kind === "values" ? value : new PyTuple([key, value]);
  }
}

/** Python's `len`; undefined for what has none. */
export function lengthOf(value: Py): number | undefined {
  if (typeof value === "string") return codePointCount(value);
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof Markup) return codePointCount(value.text);
  if (value instanceof PyTuple) return value.items.length;
  if (value instanceof PyDict || value instanceof PySet) return value.size;
  if (value instanceof PyRange) return value.length;
  if (value instanceof PyView) return value.dict.size;
  if (value instanceof Undefined) {
    value.use();
    return 0;
  }
  return value instanceof PyObject ? value.length() : undefined;
}

/** @throws PyError TypeError */
export function needLength(value: Py): number {
  const found = lengthOf(value);
  if (found === undefined) raise("TypeError", `object of type '${typeName(value)}' has no len()`);
  return found;
}

const SURROGATES = /[\ud800-\udfff]/;

/** Whether an index of Python's is not an index of JavaScript's. */
export function hasAstral(text: string): boolean {
  return SURROGATES.test(text);
}

export function codePointCount(text: string): number {
  return hasAstral(text) ? Array.from(text).length : text.length;
}
