import { sortedValues } from "./python-order.js";
import { numberRepr, pyRepr } from "./python-repr.js";
import { pythonFloat } from "./python-text.js";
import { Ext, Float, type Value } from "./value.js";

export interface PythonJsonLayout {
  /** Spaces a level; null: everything on one line. */
  readonly indent: number | null;
  readonly sortKeys: boolean;
}

/**
 * JSON as Python's `json` writes it: `, ` and `: ` on one line, numbers in full, `NaN` and `Infinity` bare, text beyond ASCII as it is.
 *
 * @throws TypeError for keys that are neither text nor numbers, and for keys that cannot be sorted
 */
export function pythonJson(value: Value, layout: PythonJsonLayout = { indent: null, sortKeys: false }): string {
  return write(value, layout, "");
}

function write(value: Value, layout: PythonJsonLayout, before: string): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) return writeNumber(value);
  if (value instanceof Uint8Array) return JSON.stringify(pyRepr(value));
  if (value instanceof Ext) return JSON.stringify(pyRepr(value));
  const inner = before + " ".repeat(layout.indent ?? 0);
  if (Array.isArray(value)) {
    return enclose(
      "[]",
      value.map((item) => write(item, layout, inner)),
      layout,
      before,
    );
  }
  const entries = layout.sortKeys ? sortedValues([...value], ([key]) => key) : [...value];
  if (!entries) throw new TypeError("keys of several types cannot be sorted");
  const members = entries.map(([key, item]) => `${JSON.stringify(keyText(key))}: ${write(item, layout, inner)}`);
  return enclose("{}", members, layout, before);
}

function enclose(brackets: "[]" | "{}", parts: readonly string[], layout: PythonJsonLayout, before: string): string {
  const open = brackets.charAt(0);
  const close = brackets.charAt(1);
  if (parts.length === 0) return brackets;
  if (layout.indent === null) return `${open}${parts.join(", ")}${close}`;
  const inner = `\n${before}${" ".repeat(layout.indent)}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${before}${close}`;
}

function writeNumber(value: number | bigint | Float): string {
  const plain = value instanceof Float ? value.value : value;
  if (Number.isNaN(plain)) return "NaN";
  if (plain === Number.POSITIVE_INFINITY) return "Infinity";
  if (plain === Number.NEGATIVE_INFINITY) return "-Infinity";
  return numberRepr(value);
}

function keyText(key: Value): string {
  if (typeof key === "string") return key;
  if (key === null || typeof key === "boolean") return String(key);
  if (typeof key === "number" || typeof key === "bigint") return writeNumber(key);
  if (key instanceof Float) return pythonFloat(key.value);
  throw new TypeError("keys must be text or numbers");
}
