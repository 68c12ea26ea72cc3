import { positional } from "../arguments.js";
import { raise } from "../errors.js";
import { bitLength, parts } from "../objects/exact.js";
import { type Args, type Py, PyTuple } from "../objects/types.js";
import type { Methods } from "./method.js";

export const INT_METHODS: Methods<bigint> = new Map([
  ["bit_length", (self: bigint, given: Args) => none("bit_length", given, BigInt(bitLength(self)))],
  ["bit_count", (self: bigint, given: Args) => none("bit_count", given, bitCount(self))],
  ["conjugate", (self: bigint, given: Args) => none("conjugate", given, self)],
  ["as_integer_ratio", (self: bigint, given: Args) => none("as_integer_ratio", given, new PyTuple([self, 1n]))],
]);

export const FLOAT_METHODS: Methods<number> = new Map([
  ["is_integer", (self: number, given: Args) => none("is_integer", given, Number.isInteger(self))],
  ["conjugate", (self: number, given: Args) => none("conjugate", given, self)],
  ["as_integer_ratio", (self: number, given: Args) => none("as_integer_ratio", given, ratio(self))],
]);

/** Attributes that are no methods. */
export function numberAttribute(value: bigint | number, name: string): Py | undefined {
  if (name === "real") return value;
  if (name === "imag") return typeof value === "bigint" ? 0n : 0;
  if (typeof value !== "bigint") return undefined;
  return name === "numerator" ? value : name === "denominator" ? 1n : undefined;
}

function none(name: string, given: Args, value: Py): Py {
  positional(name, 0, 0, given);
  return value;
}

function bitCount(value: bigint): bigint {
  const bits = (value < 0n ? -value : value).toString(2);
  return BigInt(bits.length - bits.replaceAll("1", "").length);
}

function ratio(value: number): Py {
  if (!Number.isFinite(value)) raise("OverflowError", "cannot convert Infinity or NaN to integer ratio");
  let { mantissa, exponent } = parts(value);
  while (exponent < 0 && mantissa % 2n === 0n) {
    mantissa /= 2n;
    exponent += 1;
    if (mantissa === 0n) return new PyTuple([0n, 1n]);
  }
  return exponent >= 0
    ? new PyTuple([mantissa << BigInt(exponent), 1n])
    : new PyTuple([mantissa, 1n << BigInt(-exponent)]);
}
