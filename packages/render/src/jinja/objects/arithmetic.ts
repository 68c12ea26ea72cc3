import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { bitLength, trueDivide } from "./exact.js";

/** Python's arithmetic on integers (`bigint`) and floats (`number`). */
export type Num = bigint | number;

export function add(a: Num, b: Num): Num {
  return typeof a === "bigint" && typeof b === "bigint" ? a + b : toFloat(a) + toFloat(b);
}

export function subtract(a: Num, b: Num): Num {
  return typeof a === "bigint" && typeof b === "bigint" ? a - b : toFloat(a) - toFloat(b);
}

export function multiply(a: Num, b: Num, budget: Budget): Num {
  if (typeof a === "number" || typeof b === "number") return toFloat(a) * toFloat(b);
  if (isLarge(a) || isLarge(b)) budget.bits(bitLength(a) + bitLength(b));
  return a * b;
}

export function divide(a: Num, b: Num): Num {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) raise("ZeroDivisionError", "division by zero");
    const quotient = trueDivide(a, b);
    if (!Number.isFinite(quotient)) raise("OverflowError", "integer division result too large for a float");
    return quotient;
  }
  if (toFloat(b) === 0) raise("ZeroDivisionError", "float division by zero");
  return toFloat(a) / toFloat(b);
}

export function floorDivide(a: Num, b: Num): Num {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) raise("ZeroDivisionError", "integer division or modulo by zero");
    const quotient = a / b;
    return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
  }
  if (toFloat(b) === 0) raise("ZeroDivisionError", "float floor division by zero");
  return floatDivMod(toFloat(a), toFloat(b))[0];
}

export function modulo(a: Num, b: Num): Num {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) raise("ZeroDivisionError", "integer modulo by zero");
    const rest = a % b;
    return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
  }
  if (toFloat(b) === 0) raise("ZeroDivisionError", "float modulo");
  return floatDivMod(toFloat(a), toFloat(b))[1];
}

/** @source CPython Objects/floatobject.c, float_divmod */
function floatDivMod(a: number, b: number): [number, number] {
  let rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0) {
    if (b < 0 !== rest < 0) {
      rest += b;
      quotient -= 1;
    }
  } else {
    rest = b < 0 || Object.is(b, -0) ? -0 : 0;
  }
  if (quotient === 0) return [a / b < 0 || Object.is(a / b, -0) ? -0 : 0, rest];
  const floor = Math.floor(quotient);
  return [quotient - floor > 0.5 ? floor + 1 : floor, rest];
}

export function power(a: Num, b: Num, budget: Budget): Num {
  if (typeof a === "bigint" && typeof b === "bigint" && b >= 0n) {
    if (a !== 0n && a !== 1n && a !== -1n) budget.bits(Math.min(Number.MAX_SAFE_INTEGER, bitLength(a) * Number(b)));
    return a ** b;
  }
  const base = toFloat(a);
  const exponent = toFloat(b);
  if (base === 0 && exponent < 0) raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    raise("ValueError", "a negative number cannot be raised to a fractional power here");
  }
  // JavaScript differs for 1 ** inf, 1 ** nan and -1 ** inf.
  if (base === 1 || (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent))) return 1;
  const result = base ** exponent;
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    raise("OverflowError", "(34, 'Numerical result out of range')");
  }
  return result;
}

/** @throws PyError OverflowError */
export function toFloat(value: Num): number {
  if (typeof value === "number") return value;
  const float = Number(value);
  if (!Number.isFinite(float)) raise("OverflowError", "int too large to convert to float");
  return float;
}

/** The integral part of a float. @throws PyError */
export function truncate(value: number): bigint {
  if (Number.isNaN(value)) raise("ValueError", "cannot convert float NaN to integer");
  if (!Number.isFinite(value)) raise("OverflowError", "cannot convert float infinity to integer");
  return BigInt(Math.trunc(value));
}

function isLarge(value: bigint): boolean {
  return value > 18446744073709551616n || value < -18446744073709551616n;
}
