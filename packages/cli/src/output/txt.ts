import { pyStr, pythonBytes, splitLines, type Value } from "@salina/wire";
import type { Outputter } from "./outputter.js";
import { prettyRepr } from "./pprint.js";

/** Every line with its minion's id before it: for shell output. @source salt/output/txt.py */
export const txt: Outputter = (value) => {
  if (typeof value === "string") return `${value}\n`;
  if (!(value instanceof Map)) return `${prettyRepr(value)}\n`;
  let text = "";
  for (const [key, item] of value) {
    for (const line of linesOf(item)) text += `${pyStr(key)}: ${line}\n`;
  }
  return text;
};

function linesOf(value: Value): string[] {
  if (typeof value === "string") return splitLines(value);
  if (value instanceof Uint8Array) return splitBytes(value).map(pythonBytes);
  return [pyStr(value)];
}

/** Python's `bytes.splitlines`. */
function splitBytes(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue;
    lines.push(bytes.subarray(start, at));
    if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at++;
    start = at + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}
