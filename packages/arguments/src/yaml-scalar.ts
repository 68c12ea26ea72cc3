import { Float, type Value } from "@salina/wire";

/** What a YAML 1.1 scalar stands for; `unknown` where the stock loader gives up. */
export type ScalarTag = "str" | "int" | "float" | "bool" | "null" | "timestamp" | "merge" | "value";

const boolPattern = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const floatPattern =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const intPattern =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const nullPattern = /^(?:~|null|Null|NULL|)$/;
const timestampPattern =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** The type of an unquoted scalar by its look. @source the resolver tables of YAML 1.1 as PyYAML has them */
export function resolvePlain(text: string): ScalarTag {
  if (boolPattern.test(text)) return "bool";
  if (floatPattern.test(text)) return "float";
  if (intPattern.test(text)) return "int";
  if (text === "<<") return "merge";
  if (nullPattern.test(text)) return "null";
  if (timestampPattern.test(text)) return "timestamp";
  return text === "=" ? "value" : "str";
}

/** Raised where the stock loader raises, so that an argument stays the text it is. */
export class NotYaml extends Error {}

/** @throws NotYaml */
export function constructScalar(tag: ScalarTag, text: string): Value {
  switch (tag) {
    case "str":
    case "timestamp":
      return text;
    case "null":
      return null;
    case "bool":
      return constructBool(text);
    case "int":
      return constructInt(text);
    case "float":
      return constructFloat(text);
    case "merge":
    case "value":
      throw new NotYaml(tag);
  }
}

function constructBool(text: string): boolean {
  const word = text.toLowerCase();
  if (["yes", "true", "on"].includes(word)) return true;
  if (["no", "false", "off"].includes(word)) return false;
  throw new NotYaml("bool");
}

/** Python refuses to read longer decimal numbers. */
const maxDecimalDigits = 4300;

/** Salt reads `010` as ten; with a sign it stays octal. @source salt/utils/yamlloader.py, construct_scalar */
function constructInt(text: string): number | bigint {
  let digits = text;
  if (digits !== "0" && digits.startsWith("0") && !/^0[bx]/.test(digits)) digits = digits.replace(/^0+/, "") || "0";
  digits = digits.replaceAll("_", "");
  const negative = digits.startsWith("-");
  if (/^[-+]/.test(digits)) digits = digits.slice(1);
  const size = unsignedInt(digits);
  return plainInteger(negative ? -size : size);
}

function unsignedInt(digits: string): bigint {
  if (/^0b[01]+$/.test(digits) || /^0x[0-9a-fA-F]+$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]*$/.test(digits)) return digits === "0" ? 0n : BigInt(`0o${digits.slice(1)}`);
  if (/^\d+$/.test(digits) && digits.length <= maxDecimalDigits) return BigInt(digits);
  if (/^\d+(?::\d+)+$/.test(digits)) {
    return digits.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  }
  throw new NotYaml("int");
}

function plainInteger(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

const pythonFloat = /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/;

function constructFloat(text: string): number | Float {
  let digits = text.replaceAll("_", "").toLowerCase();
  const sign = digits.startsWith("-") ? -1 : 1;
  if (/^[-+]/.test(digits)) digits = digits.slice(1);
  if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
  if (digits === ".nan") return Number.NaN;
  if (digits.includes(":")) {
    let value = 0;
    let base = 1;
    for (const part of digits.split(":").reverse()) {
      value += finiteFloat(part) * base;
      base *= 60;
    }
    return float(sign * value);
  }
  return float(sign * finiteFloat(digits));
}

function finiteFloat(digits: string): number {
  if (!pythonFloat.test(digits)) throw new NotYaml("float");
  return Number(digits);
}

/** Keeps `1.0` apart from `1`. */
function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}
