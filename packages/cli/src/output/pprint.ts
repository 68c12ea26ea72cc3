import {
  compareText,
  Ext,
  Float,
  isSpace,
  pyRepr,
  pythonBytes,
  sortedValues,
  splitLines,
  type Value,
} from "@salina/wire";
import type { Outputter } from "./outputter.js";

/** Python's `pprint.pformat`. @source salt/output/pprint_out.py */
export const pprint: Outputter = (value, settings) => {
  const { indent } = settings;
  return prettyRepr(value, typeof indent === "number" && indent >= 0 ? indent : 1);
};

const width = 80;

export function prettyRepr(value: Value, indentPerLevel = 1): string {
  return new PrettyPrinter(indentPerLevel).format(value, 0, 0, 1);
}

/** Lines of 80 columns: what does not fit is broken up one level at a time, as Python does it. */
class PrettyPrinter {
  readonly #indentPerLevel: number;

  constructor(indentPerLevel: number) {
    this.#indentPerLevel = indentPerLevel;
  }

  /** @param allowance columns that closing brackets will need behind it */
  format(value: Value, indent: number, allowance: number, level: number): string {
    const whole = sortedRepr(value);
    if (codePoints(whole) <= width - indent - allowance) return whole;
    if (Array.isArray(value) && value.length > 0) return this.#list(value, indent, allowance, level);
    if (value instanceof Map && value.size > 0) return this.#map(value, indent, allowance, level);
    if (typeof value === "string" && value !== "") return textBlock(value, indent, allowance, level);
    if (value instanceof Uint8Array && value.length > 4) return bytesBlock(value, indent, allowance, level);
    return whole;
  }

  #list(items: readonly Value[], indent: number, allowance: number, level: number): string {
    const inner = indent + this.#indentPerLevel;
    const lines = items.map((item, index) =>
      this.format(item, inner, index === items.length - 1 ? allowance + 1 : 1, level + 1),
    );
    return `[${" ".repeat(Math.max(this.#indentPerLevel - 1, 0))}${lines.join(`,\n${" ".repeat(inner)}`)}]`;
  }

  #map(map: ReadonlyMap<Value, Value>, indent: number, allowance: number, level: number): string {
    const inner = indent + this.#indentPerLevel;
    const entries = sortedForPrinting(map);
    const lines = entries.map(([key, item], index) => {
      const shown = sortedRepr(key);
      const column = inner + codePoints(shown) + 2;
      return `${shown}: ${this.format(item, column, index === entries.length - 1 ? allowance + 1 : 1, level + 1)}`;
    });
    return `{${" ".repeat(Math.max(this.#indentPerLevel - 1, 0))}${lines.join(`,\n${" ".repeat(inner)}`)}}`;
  }
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function sortedRepr(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(sortedRepr).join(", ")}]`;
  if (!(value instanceof Map)) return pyRepr(value);
  return `{${sortedForPrinting(value)
    .map(([key, item]) => `${sortedRepr(key)}: ${sortedRepr(item)}`)
    .join(", ")}}`;
}

/** By key; where keys of several types cannot be compared, by the names of their types. */
function sortedForPrinting(map: ReadonlyMap<Value, Value>): [Value, Value][] {
  const sorted = sortedValues([...map], ([key]) => key);
  if (sorted) return sorted;
  return [...map].sort(([a], [b]) => {
    const pair = sortedValues([a, b], (key) => key);
    if (pair) return pair[0] === a ? -1 : 1;
    return compareText(kind(a), kind(b));
  });
}

function kind(value: Value): string {
  if (value === null) return "<class 'NoneType'>";
  if (typeof value === "boolean") return "<class 'bool'>";
  if (typeof value === "string") return "<class 'str'>";
  if (value instanceof Float) return "<class 'float'>";
  if (typeof value === "bigint") return "<class 'int'>";
  if (typeof value === "number") return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>";
  return value instanceof Ext ? "<class 'msgpack.ext.ExtType'>" : "<class 'bytes'>";
}

/** Long text as several literals, broken at line ends and then at blanks. */
function textBlock(text: string, indent: number, allowance: number, level: number): string {
  const kept = splitLines(text, true);
  const start = level === 1 ? indent + 1 : indent;
  const reserve = level === 1 ? allowance + 1 : allowance;
  const chunks: string[] = [];
  kept.forEach((line, index) => {
    const isLast = index === kept.length - 1;
    const room = width - start - (isLast ? reserve : 0);
    const shown = pyRepr(line);
    if (codePoints(shown) <= room) chunks.push(shown);
    else chunks.push(...breakAtBlanks(line, width - start, isLast ? reserve : 0));
  });
  if (chunks.length === 1) return chunks[0] ?? "";
  const joined = chunks.join(`\n${" ".repeat(start)}`);
  return level === 1 ? `(${joined})` : joined;
}

function breakAtBlanks(line: string, room: number, reserve: number): string[] {
  const parts = wordsWithBlanks(line);
  const chunks: string[] = [];
  let current = "";
  parts.forEach((part, index) => {
    const candidate = current + part;
    const limit = index === parts.length - 1 ? room - reserve : room;
    if (current && codePoints(pyRepr(candidate)) > limit) {
      chunks.push(pyRepr(current));
      current = part;
    } else {
      current = candidate;
    }
  });
  if (current) chunks.push(pyRepr(current));
  return chunks;
}

/** Words, each with the white space behind it. */
function wordsWithBlanks(line: string): string[] {
  const parts: string[] = [];
  let current = "";
  let inBlanks = false;
  for (const char of line) {
    const blank = isSpace(char);
    if (inBlanks && !blank) {
      parts.push(current);
      current = "";
    }
    current += char;
    inBlanks = blank;
  }
  return current === "" ? parts : [...parts, current];
}

/** Long bytes as several literals, four bytes at a time. */
function bytesBlock(bytes: Uint8Array, indent: number, allowance: number, level: number): string {
  const start = level === 1 ? indent + 1 : indent;
  const reserve = level === 1 ? allowance + 1 : allowance;
  const last = Math.floor(bytes.length / 4) * 4;
  const chunks: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    const room = width - start - (at === last ? reserve : 0);
    if (pythonBytes(bytes.subarray(from, at + 4)).length <= room) continue;
    if (at > from) chunks.push(pythonBytes(bytes.subarray(from, at)));
    from = at;
  }
  chunks.push(pythonBytes(bytes.subarray(from)));
  const joined = chunks.join(`\n${" ".repeat(start)}`);
  return level === 1 ? `(${joined})` : joined;
}
