import { Float, type Value } from "@salina/wire";

/** What a plain scalar without a tag is. */
export type CoreType = "str" | "null" | "bool" | "int" | "float" | "merge" | "value";

const boolWords = new Map<string, boolean>([
  ["yes", true],
  ["true", true],
  ["on", true],
  ["no", false],
  ["false", false],
  ["off", false],
]);
const boolText = /^(?:[yY]es|YES|[nN]o|NO|[tT]rue|TRUE|[fF]alse|FALSE|[oO]n|ON|[oO]ff|OFF)$/;
const nullText = /^(?:~|null|Null|NULL|)$/;
const floatText =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const intText =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;

/** Dates are text: Salt's loader takes them so. @source yaml/resolver.py; salt/utils/yamlloader.py */
export function coreTypeOf(text: string): CoreType {
  if (nullText.test(text)) return "null";
  if (text === "<<") return "merge";
  if (text === "=") return "value";
  if (boolText.test(text)) return "bool";
  if (floatText.test(text)) return "float";
  if (intText.test(text)) return "int";
  return "str";
}

/** What a text without quotes or tag stands for; undefined for `<<`, `=` and numbers that cannot be read. */
export function readPlain(text: string): Value | undefined {
  switch (coreTypeOf(text)) {
    case "str":
      return text;
    case "null":
      return null;
    case "bool":
      return readBool(text);
    case "int":
      return readInt(text);
    case "float":
      return readFloat(text);
    default:
      return undefined;
  }
}

/** Undefined where the text is no bool, as in `!!bool maybe`. */
export function readBool(text: string): boolean | undefined {
  return boolWords.get(text.toLowerCase());
}

/**
 * `0b`, `0x`, sexagesimal `1:30`; a leading zero without a sign is decimal for Salt, with a sign octal as in YAML 1.1.
 * @source salt/utils/yamlloader.py, construct_scalar; yaml/constructor.py, construct_yaml_int
 */
export function readInt(text: string): number | bigint | undefined {
  const trimmed = /^0(?![bx])/.test(text) ? text.replace(/^0+/, "") || "0" : text;
  const [sign, digits] = splitSign(trimmed.replaceAll("_", ""));
  const size = readMagnitude(digits);
  return size === undefined ? undefined : narrow(sign * size);
}

/** Python refuses to read longer numbers, but for those in base 2 and 16: it takes a time that grows with the square. */
const maxDigits = 4300;

function readMagnitude(digits: string): bigint | undefined {
  if (/^0b[01]+$/.test(digits) || /^0x[0-9a-fA-F]+$/.test(digits)) return BigInt(digits);
  if (digits.length > maxDigits) return undefined;
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  if (/^[0-9]+$/.test(digits) && (digits === "0" || !digits.startsWith("0"))) return BigInt(digits);
  if (!/^[0-9]+(?::[0-9]+)+$/.test(digits)) return undefined;
  return digits.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

function narrow(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** @source yaml/constructor.py, construct_yaml_float */
export function readFloat(text: string): Value | undefined {
  const [sign, digits] = splitSign(text.replaceAll("_", "").toLowerCase());
  const size = readFloatMagnitude(digits);
  return size === undefined ? undefined : floatValue(Number(sign) * size);
}

function readFloatMagnitude(digits: string): number | undefined {
  if (digits === ".inf") return Number.POSITIVE_INFINITY;
  if (digits === ".nan") return Number.NaN;
  const parts = digits.split(":");
  if (!parts.every((part) => /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(part))) return undefined;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** A float as the wire tells it from an integer. */
export function floatValue(value: number): Value {
  return Number.isInteger(value) ? new Float(value) : value;
}

function splitSign(text: string): [bigint, string] {
  if (text.startsWith("-")) return [-1n, text.slice(1)];
  return [1n, text.startsWith("+") ? text.slice(1) : text];
}
