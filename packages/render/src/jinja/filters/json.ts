import { pythonFloat } from "@salina/wire";
import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { sorted } from "../objects/compare.js";
import { PyDict } from "../objects/dict.js";
import { integerText } from "../objects/repr.js";
import { asText, type Py, PyTuple, typeName, Undefined } from "../objects/types.js";

export interface JsonStyle {
  readonly indent: string | undefined;
  readonly sortKeys: boolean;
  readonly ensureAscii: boolean;
  readonly itemSeparator: string;
  readonly keySeparator: string;
}

const MAX_DEPTH = 200;

/** Python's `json.dumps`. @throws PyError TypeError for what JSON cannot hold */
export function dumpJson(value: Py, style: JsonStyle, budget: Budget): string {
  return new JsonWriter(style, budget).write(value, 0);
}

class JsonWriter {
  readonly #style: JsonStyle;
  readonly #budget: Budget;
  #length = 0;

  constructor(style: JsonStyle, budget: Budget) {
    this.#style = style;
    this.#budget = budget;
  }

  write(value: Py, depth: number): string {
    this.#budget.step();
    if (depth > MAX_DEPTH) raise("ValueError", "Circular reference detected");
    const text = asText(value);
    if (text !== undefined) return this.#count(this.#quoted(text));
    if (value === null) return "null";
    if (typeof value === "boolean") return String(value);
    if (typeof value === "bigint") return this.#count(integerText(value));
    if (typeof value === "number") return floatJson(value);
    if (Array.isArray(value) || value instanceof PyTuple) return this.#list(value, depth);
    if (value instanceof PyDict) return this.#dict(value, depth);
    if (value instanceof Undefined) value.fail();
    return raise("TypeError", `Object of type ${typeName(value)} is not JSON serializable`);
  }

  #list(value: readonly Py[] | PyTuple, depth: number): string {
    const items = value instanceof PyTuple ? value.items : value;
    return this.#enclosed(
      "[",
      "]",
      items.map((item) => this.write(item, depth + 1)),
      depth,
    );
  }

  #dict(dict: PyDict, depth: number): string {
    const keys = [...dict.keys()];
    const order = this.#style.sortKeys ? sorted(keys, (key) => key, false, this.#budget) : keys;
    const entries = order.map((key) => {
      const name = this.#quoted(keyText(key));
      return this.#count(name) + this.#style.keySeparator + this.write(dict.get(key) ?? null, depth + 1);
    });
    return this.#enclosed("{", "}", entries, depth);
  }

  #enclosed(open: string, close: string, parts: readonly string[], depth: number): string {
    if (parts.length === 0) return open + close;
    const { indent, itemSeparator } = this.#style;
    if (indent === undefined) return open + parts.join(itemSeparator) + close;
    this.#budget.text(indent.length * (depth + 1) * parts.length);
    const line = `\n${indent.repeat(depth + 1)}`;
    return `${open}${line}${parts.join(itemSeparator + line)}\n${indent.repeat(depth)}${close}`;
  }

  #quoted(text: string): string {
    const quoted = JSON.stringify(text).replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => `\\u${hex}`);
    if (!this.#style.ensureAscii) return quoted;
    return quoted.replace(/[\u007f-\uffff]/g, (unit) =>
      unit === "\x7f" ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }

  #count(text: string): string {
    this.#length += text.length;
    this.#budget.text(this.#length);
    return text;
  }
}

function keyText(key: Py): string {
  const text = asText(key);
  if (text !== undefined) return text;
  if (key === null) return "null";
  if (typeof key === "boolean") return String(key);
  if (typeof key === "bigint") return integerText(key);
  if (typeof key === "number") return floatJson(key);
  return raise("TypeError", `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function floatJson(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return pythonFloat(value);
}
