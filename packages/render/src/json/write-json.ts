import { Float, isMap, pythonFloat, pythonText, sortedValues, type Value } from "@salina/wire";

export interface WriteJsonOptions {
  /** Spaces a level or the text of one; without it all stands on one line. */
  readonly indent?: number | string | null;
  readonly sortKeys?: boolean;
  /** Escapes all beyond ASCII. Salt does not, plain Python does. */
  readonly ensureAscii?: boolean;
  /** Between entries, and between a key and its value. */
  readonly separators?: readonly [item: string, key: string];
}

const maxDepth = 200;

/**
 * JSON as Python's `json.dumps` writes it.
 * @throws TypeError for bytes, for keys that are no scalars, and for keys of several types that are to be sorted
 * @source json/encoder.py; salt/utils/json.py
 */
export function writeJson(value: Value, options: WriteJsonOptions = {}): string {
  const { indent = null, sortKeys = false, ensureAscii = false } = options;
  const step = indent === null ? null : typeof indent === "number" ? " ".repeat(Math.max(indent, 0)) : indent;
  const [itemSeparator, keySeparator] = options.separators ?? [indent === null ? ", " : ",", ": "];
  const text = (one: string): string => quoted(one, ensureAscii);

  const around = (open: string, close: string, parts: readonly string[], depth: number): string => {
    if (parts.length === 0) return open + close;
    if (step === null) return open + parts.join(itemSeparator) + close;
    const inner = `\n${step.repeat(depth + 1)}`;
    return `${open}${inner}${parts.join(itemSeparator + inner)}\n${step.repeat(depth)}${close}`;
  };
  const write = (one: Value, depth: number): string => {
    if (depth > maxDepth) throw new RangeError(`nested more than ${maxDepth} deep`);
    if (typeof one === "string") return text(one);
    if (Array.isArray(one)) {
      const items = one.map((item) => write(item, depth + 1));
      return around("[", "]", items, depth);
    }
    if (!isMap(one)) return scalar(one);
    const entries = (sortKeys ? sorted(one) : [...one]).map(
      ([key, item]) => text(keyText(key)) + keySeparator + write(item, depth + 1),
    );
    return around("{", "}", entries, depth);
  };
  return write(value, 0);
}

function sorted(map: ReadonlyMap<Value, Value>): [Value, Value][] {
  const entries = sortedValues([...map], ([key]) => key);
  if (entries === undefined) throw new TypeError("keys of several types cannot be sorted");
  return entries;
}

function scalar(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? pythonText(value) : float(value);
  if (value instanceof Float) return float(value.value);
  const type = value instanceof Uint8Array ? "bytes" : "ExtType";
  throw new TypeError(`Object of type ${type} is not JSON serializable`);
}

function float(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return pythonFloat(value);
}

function keyText(key: Value): string {
  if (typeof key === "string") return key;
  if (key === null || typeof key === "boolean" || typeof key === "number" || typeof key === "bigint")
    return scalar(key);
  if (key instanceof Float) return scalar(key);
  throw new TypeError("keys must be str, int, float, bool or None");
}

const shortEscapes = new Map([
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function quoted(text: string, ensureAscii: boolean): string {
  let body = "";
  for (let n = 0; n < text.length; n++) {
    const char = text[n] ?? "";
    const point = text.charCodeAt(n);
    const mustEscape = point < 0x20 || char === '"' || char === "\\" || (ensureAscii && point > 0x7e);
    body += mustEscape ? (shortEscapes.get(char) ?? `\\u${point.toString(16).padStart(4, "0")}`) : char;
  }
  return `"${body}"`;
}
