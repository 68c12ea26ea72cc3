import { bind } from "../arguments.js";
import { PyError, raise } from "../errors.js";
import { fixed } from "../format/number-text.js";
import { divide, multiply, power, toFloat, truncate } from "../objects/arithmetic.js";
import { roundFloat } from "../objects/exact.js";
import { parseFloatText, parseInteger } from "../objects/parse-number.js";
import {
  type Args,
  asNumber,
  asText,
  needIndex,
  type Py,
  type Runtime,
  typeName,
  Undefined,
} from "../objects/types.js";
import type { Filters } from "./filter.js";

export const NUMBER_FILTERS: Filters = [
  ["abs", absolute],
  ["filesizeformat", fileSize],
  ["float", toFloatFilter],
  ["int", toInteger],
  ["round", round],
];

function absolute(value: Py): Py {
  if (value instanceof Undefined) value.fail();
  const number = asNumber(value);
  if (number === undefined) raise("TypeError", `bad operand type for abs(): '${typeName(value)}'`);
  return typeof number === "bigint" ? (number < 0n ? -number : number) : Math.abs(number);
}

/** Python's `float()`. */
export function floatOf(value: Py): number {
  if (value instanceof Undefined) value.fail();
  const text = asText(value);
  if (text !== undefined) return parseFloatText(text);
  const number = asNumber(value);
  if (number === undefined) {
    raise("TypeError", `float() argument must be a string or a real number, not '${typeName(value)}'`);
  }
  return toFloat(number);
}

function integerOf(value: Py, base: number): bigint {
  if (value instanceof Undefined) value.fail();
  const text = asText(value);
  if (text !== undefined) return parseInteger(text, base);
  const number = asNumber(value);
  if (number === undefined) {
    raise(
      "TypeError",
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    );
  }
  return typeof number === "number" ? truncate(number) : number;
}

/** What the work makes, or undefined where it fails in one of these ways. */
function attempt<T>(kinds: readonly string[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof PyError && kinds.includes(error.kind)) return undefined;
    throw error;
  }
}

function toInteger(value: Py, given: Args): Py {
  const [otherwise = 0n, base = 10n] = bind("do_int", ["default", "base"], 0, given);
  const direct = attempt(["TypeError", "ValueError"], () => integerOf(value, needIndex(base)));
  if (direct !== undefined) return direct;
  return attempt(["TypeError", "ValueError", "OverflowError"], () => truncate(floatOf(value))) ?? otherwise;
}

function toFloatFilter(value: Py, given: Args): Py {
  const [otherwise = 0] = bind("do_float", ["default"], 0, given);
  return attempt(["TypeError", "ValueError"], () => floatOf(value)) ?? otherwise;
}

function fileSize(value: Py, given: Args): Py {
  const [binary = false] = bind("do_filesizeformat", ["binary"], 0, given);
  const bytes = floatOf(value);
  const base = binary === false ? 1000 : 1024;
  if (bytes === 1) return "1 Byte";
  if (bytes < base) return `${truncate(bytes)} Bytes`;
  const prefixes = binary === false ? "kMGTPEZY" : "KMGTPEZY";
  let at = 0;
  while (at < 7 && bytes >= base ** (at + 2)) at += 1;
  const size = (base * bytes) / base ** (at + 2);
  return `${Number.isFinite(size) ? fixed(size, 1) : "inf"} ${prefixes.charAt(at)}${binary === false ? "B" : "iB"}`;
}

function round(value: Py, given: Args, rt: Runtime): Py {
  const [precision = 0n, method = "common"] = bind("do_round", ["precision", "method"], 0, given);
  if (method !== "common" && method !== "ceil" && method !== "floor") {
    raise("FilterArgumentError", "method must be common, ceil or floor");
  }
  if (value instanceof Undefined) value.fail();
  const number = asNumber(value);
  if (number === undefined) raise("TypeError", `type ${typeName(value)} doesn't define __round__ method`);
  const places = needIndex(precision);
  rt.budget.text(Math.abs(places));
  if (method === "common")
    return typeof number === "number" ? roundFloat(number, places) : roundInteger(number, places);
  const factor = power(10n, BigInt(places), rt.budget);
  const scaled = multiply(number, factor, rt.budget);
  if (typeof scaled === "bigint") return divide(scaled, factor);
  return divide(truncate(method === "ceil" ? Math.ceil(scaled) : Math.floor(scaled)), factor);
}

function roundInteger(value: bigint, places: number): bigint {
  if (places >= 0) return value;
  const unit = 10n ** BigInt(-places);
  const rest = ((value % unit) + unit) % unit;
  const down = value - rest;
  const up = rest * 2n > unit || (rest * 2n === unit && (down / unit) % 2n !== 0n);
  return up ? down + unit : down;
}
