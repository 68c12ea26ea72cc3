import { Float, type Value } from "@salina/wire";

const int = /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/;
const sexagesimal = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const float = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
const words = new Map<string, Value>([
  ...["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["~", "null", "Null", "NULL", "None"].map((word) => [word, null] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

/**
 * The key that is looked for when a part of a path is not there as text: `"1"` finds the key `1`, `"yes"` finds `True`.
 * Undefined where YAML gives the same text, or nothing that can be a key.
 * @source salt/utils/args.py, yamlify_arg
 */
export function yamlKey(part: string): Value | undefined {
  if (/[\t\r\n]/.test(part) || part.trim() === "") return undefined;
  if (part.includes("_") && /^[0-9_]+$/.test(part.trim())) return undefined;
  const bare = part.replace(/ #.*$/, "").replace(/^ +| +$/g, "");
  const scalar = plainScalar(bare);
  if (scalar !== undefined) return scalar === null && part.includes("#") ? undefined : scalar;
  if (part.includes("#")) return undefined;
  const unquoted = /^'([^']*)'$/.exec(bare)?.[1] ?? /^"([^"\\]*)"$/.exec(bare)?.[1];
  if (unquoted !== undefined) return unquoted;
  return bare === part || /^[&*!|>@`%{}[\],?:'"-]/.test(bare) ? undefined : bare;
}

function plainScalar(text: string): Value | undefined {
  if (words.has(text)) return words.get(text);
  const digits = text.replaceAll("_", "");
  if (int.test(text)) return integerOf(digits);
  if (sexagesimal.test(text)) {
    const size = digits.replace(/^[-+]/, "").split(":");
    const value = size.reduce((sum, part) => sum * 60 + Number(part), 0);
    return digits.startsWith("-") ? -value : value;
  }
  if (float.test(text)) {
    const value = Number(digits);
    return Number.isInteger(value) ? new Float(value) : value;
  }
  return undefined;
}

function integerOf(digits: string): Value | undefined {
  const negative = digits.startsWith("-");
  const size = digits.replace(/^[-+]/, "");
  if (/^0[bx]?$/.test(size)) return size === "0" ? 0 : undefined;
  const value = BigInt(/^0[0-7]+$/.test(size) ? `0o${size.slice(1)}` : size) * (negative ? -1n : 1n);
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** Python's `==` between keys: `1`, `1.0` and `True` are one key. */
export function sameKey(one: Value, other: Value): boolean {
  if (one === other) return true;
  const first = numeric(one);
  const second = numeric(other);
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of the same size are the same key
  return first !== undefined && second !== undefined && first == second;
}

function numeric(key: Value): number | bigint | undefined {
  if (typeof key === "number" || typeof key === "bigint") return key;
  if (typeof key === "boolean") return key ? 1 : 0;
  return key instanceof Float ? key.value : undefined;
}
