import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { hasAstral } from "./iterate.js";
import { asText, Markup, needIndex, type Py, PyRange, PyTuple, typeName, Undefined } from "./types.js";

/** `start:stop:step` as written; null where a part is left out or None. */
export interface Slice {
  readonly start: Py;
  readonly stop: Py;
  readonly step: Py;
}

/** Which indices a slice selects from a sequence. @source CPython Objects/sliceobject.c, PySlice_AdjustIndices */
export function sliceIndices(
  slice: Slice,
  length: number,
): { start: number; stop: number; count: number; step: number } {
  const step = slice.step === null ? 1 : sliceIndex(slice.step);
  if (step === 0) raise("ValueError", "slice step cannot be zero");
  const start = bound(slice.start, length, step, step > 0 ? 0 : length - 1);
  const stop = bound(slice.stop, length, step, step > 0 ? length : -1);
  const span = step > 0 ? stop - start : start - stop;
  return { start, stop, step, count: span <= 0 ? 0 : Math.floor((span - 1) / Math.abs(step)) + 1 };
}

function sliceIndex(value: Py): number {
  if (typeof value !== "bigint" && typeof value !== "boolean") {
    if (value instanceof Undefined) value.fail();
    raise("TypeError", "slice indices must be integers or None or have an __index__ method");
  }
  return needIndex(value);
}

function bound(value: Py, length: number, step: number, otherwise: number): number {
  if (value === null) return otherwise;
  const index = sliceIndex(value);
  if (index < 0) return index + length < 0 ? (step < 0 ? -1 : 0) : index + length;
  return index >= length ? (step < 0 ? length - 1 : length) : index;
}

/** @throws PyError TypeError for what has no slices */
export function sliceOf(value: Py, slice: Slice, budget: Budget): Py {
  const text = asText(value);
  if (text !== undefined) {
    const part = sliceText(text, slice, budget);
    return value instanceof Markup ? new Markup(part) : part;
  }
  if (Array.isArray(value)) return pick(value, slice, budget);
  if (value instanceof PyTuple) return new PyTuple(pick(value.items, slice, budget));
  if (value instanceof PyRange) {
    const { start, stop, step } = sliceIndices(slice, value.length);
    return new PyRange(value.at(start), value.at(stop), value.step * BigInt(step));
  }
  if (value instanceof Uint8Array) {
    return Uint8Array.from(pick(Array.from(value, BigInt), slice, budget), (byte) => Number(byte));
  }
  if (value instanceof Undefined) value.fail();
  return raise("TypeError", `'${typeName(value)}' object is not subscriptable`);
}

function pick(items: readonly Py[], slice: Slice, budget: Budget): Py[] {
  const { start, count, step } = sliceIndices(slice, items.length);
  budget.elements(count);
  return Array.from({ length: count }, (_, at) => items[start + at * step] ?? null);
}

export function sliceText(text: string, slice: Slice, budget: Budget): string {
  budget.step(1 + (text.length >> 6));
  const units: string | readonly string[] = hasAstral(text) ? Array.from(text) : text;
  const { start, count, step } = sliceIndices(slice, units.length);
  if (step === 1 && typeof units === "string") return units.slice(start, start + count);
  let made = "";
  for (let at = 0; at < count; at += 1) made += units[start + at * step] ?? "";
  return made;
}

/** The element at an index, negative from the end; undefined out of range. */
export function elementAt(value: Py, index: Py): Py | undefined {
  const length = sequenceLength(value);
  if (length === undefined) return undefined;
  const at = needIndex(index);
  const from = at < 0 ? at + length : at;
  if (from < 0 || from >= length) return undefined;
  if (typeof value === "string") return hasAstral(value) ? Array.from(value)[from] : value.charAt(from);
  if (value instanceof Markup) return new Markup(String(elementAt(value.text, index)));
  if (Array.isArray(value)) return value[from];
  if (value instanceof PyTuple) return value.items[from];
  if (value instanceof Uint8Array) return BigInt(value[from] ?? 0);
  return value instanceof PyRange ? value.at(from) : undefined;
}

function sequenceLength(value: Py): number | undefined {
  const text = asText(value);
  if (text !== undefined) return hasAstral(text) ? Array.from(text).length : text.length;
  if (Array.isArray(value) || value instanceof Uint8Array || value instanceof PyRange) return value.length;
  return value instanceof PyTuple ? value.items.length : undefined;
}
