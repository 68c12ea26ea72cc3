import { Ext, Float, numberRepr, pyRepr, pythonFloat, sortedValues, type Value } from "@salina/wire";
import { OutputFailure, type OutputSettings, type Outputter } from "./outputter.js";

/** As Python's `json` writes it: numbers in full, `NaN` and `Infinity` bare. @source salt/output/json_out.py */
export const json: Outputter = (value, settings) => {
  const layout = layoutOf(settings.indent);
  try {
    return write(value, layout, "");
  } catch (error) {
    if (error instanceof OutputFailure) return "{}";
    throw error;
  }
};

interface Layout {
  /** Null: everything on one line. */
  readonly indent: number | null;
  readonly sortKeys: boolean;
}

function layoutOf(indent: OutputSettings["indent"]): Layout {
  if (indent === "pretty") return { indent: 4, sortKeys: true };
  if (indent === undefined) return { indent: 4, sortKeys: false };
  return { indent: indent === null || indent < 0 ? null : indent, sortKeys: false };
}

function write(value: Value, layout: Layout, before: string): string {
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
  if (!entries) throw new OutputFailure("keys of several types cannot be sorted");
  const members = entries.map(([key, item]) => `${JSON.stringify(keyText(key))}: ${write(item, layout, inner)}`);
  return enclose("{}", members, layout, before);
}

function enclose(brackets: "[]" | "{}", parts: readonly string[], layout: Layout, before: string): string {
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
  throw new OutputFailure("keys must be text or numbers");
}
