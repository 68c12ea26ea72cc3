import {
  compareText,
  Ext,
  Float,
  numberRepr,
  pyStr,
  readDatetime,
  sortedValues,
  splitLines,
  type Value,
} from "@salina/wire";
import type { ColorName } from "./colors.js";
import { type OutputContext, type OutputSettings, type Outputter, withoutEscapes } from "./outputter.js";

/** Salt's default: keys in colour, values below them, four blanks deeper. @source salt/output/nested.py */
export const nested: Outputter = (value, settings, context) => {
  const lines: string[] = [];
  new Nesting(lines, settings, context).show(value, context.indent ?? 0, "");
  return lines.join("\n");
};

class Nesting {
  readonly #lines: string[];
  readonly #settings: OutputSettings;
  readonly #failed: boolean;

  constructor(lines: string[], settings: OutputSettings, context: OutputContext) {
    this.#lines = lines;
    this.#settings = settings;
    this.#failed = context.retcode !== 0;
  }

  show(value: Value, indent: number, prefix: string): void {
    if (value === null || typeof value === "boolean") this.#line(indent, "LIGHT_YELLOW", prefix + pyStr(value));
    else if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) {
      this.#line(indent, "LIGHT_YELLOW", prefix + numberRepr(value));
    } else if (typeof value === "string") this.#text(value, indent, prefix);
    else if (value instanceof Uint8Array) this.#bytes(value, indent, prefix);
    else if (value instanceof Ext) this.#extension(value, indent);
    else if (Array.isArray(value)) this.#list(value, indent);
    else this.#map(value, indent, prefix);
  }

  #line(indent: number, color: ColorName, text: string, suffix = ""): void {
    const { colors } = this.#settings;
    this.#lines.push(`${" ".repeat(indent)}${colors[color]}${text}${colors.ENDC}${suffix}`);
  }

  #text(text: string, indent: number, prefix: string): void {
    splitLines(text).forEach((line, index) => {
      const before = index === 0 ? prefix : " ".repeat(prefix.length);
      this.#line(indent, "GREEN", before + withoutEscapes(line, this.#settings));
    });
  }

  /** Stock Salt shows no line for bytes that are no text. */
  #bytes(bytes: Uint8Array, indent: number, prefix: string): void {
    try {
      this.#text(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), indent, prefix);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Nor for a datetime; other extensions are a pair to it. */
  #extension(ext: Ext, indent: number): void {
    if (!readDatetime(ext)) this.#list([ext.type, ext.data], indent);
  }

  #list(items: readonly Value[], indent: number): void {
    for (const item of items) {
      const isMap = item instanceof Map;
      if (isMap || Array.isArray(item)) {
        this.#line(indent, this.#failed ? "RED" : "GREEN", "|_");
        this.show(item, indent + 2, isMap ? "" : "- ");
      } else {
        this.show(item, indent, "- ");
      }
    }
  }

  #map(map: ReadonlyMap<Value, Value>, indent: number, prefix: string): void {
    const color = this.#failed ? "RED" : "CYAN";
    if (indent > 0) this.#line(indent, color, "----------");
    for (const [key, value] of sortedEntries(map)) {
      this.#line(indent, color, prefix + key, ":");
      this.show(value, indent + 4, "");
    }
  }
}

/** By key; where keys of several types cannot be compared, by their text. */
function sortedEntries(map: ReadonlyMap<Value, Value>): [string, Value][] {
  const sorted = sortedValues([...map], ([key]) => key);
  if (sorted) return sorted.map(([key, value]) => [pyStr(key), value]);
  const byText = new Map(Array.from(map, ([key, value]) => [pyStr(key), value]));
  return [...byText].sort(([a], [b]) => compareText(a, b));
}
