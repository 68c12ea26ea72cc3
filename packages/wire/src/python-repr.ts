import { readDatetime } from "./python-datetime.js";
import { pythonBytes, pythonFloat } from "./python-text.js";
import { Ext, Float, type Value } from "./value.js";

/** Python's `repr` of a value that came over the wire. */
export function pyRepr(value: Value): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return textRepr(value);
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) return numberRepr(value);
  if (value instanceof Uint8Array) return pythonBytes(value);
  if (value instanceof Ext) {
    return readDatetime(value)?.repr ?? `ExtType(code=${value.type}, data=${pythonBytes(value.data)})`;
  }
  if (Array.isArray(value)) return `[${value.map(pyRepr).join(", ")}]`;
  const items = Array.from(value, ([key, item]) => `${pyRepr(key)}: ${pyRepr(item)}`);
  return `{${items.join(", ")}}`;
}

/** Python's `str`: text as it is, everything else as `repr`, datetimes in ISO form. */
export function pyStr(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof Ext) return readDatetime(value)?.text ?? pyRepr(value);
  return pyRepr(value);
}

export function numberRepr(value: number | bigint | Float): string {
  if (value instanceof Float) return pythonFloat(value.value);
  if (typeof value === "bigint" || Number.isInteger(value)) return String(value);
  return pythonFloat(value);
}

const named: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const unprintable = /[\p{C}\p{Z}]/u;

function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let shown = "";
  for (const char of text) {
    if (char === quote) shown += `\\${char}`;
    else if (char === " " || !(char === "\\" || unprintable.test(char))) shown += char;
    else shown += named[char] ?? escapeCodePoint(char.codePointAt(0) ?? 0);
  }
  return quote + shown + quote;
}

function escapeCodePoint(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
