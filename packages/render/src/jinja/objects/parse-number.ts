import { raise } from "../errors.js";
import { stringRepr, tooManyDigits } from "./repr.js";

/** Python's `int(text, base)`. @throws PyError ValueError */
export function parseInteger(text: string, base: number): bigint {
  const fail = (): never => raise("ValueError", `invalid literal for int() with base ${base}: ${stringRepr(text)}`);
  if (base !== 0 && (base < 2 || base > 36)) raise("ValueError", "int() base must be >= 2 and <= 36, or 0");
  const found = /^\s*([-+]?)(0[bBoOxX](?=_?[\da-zA-Z]))?_?([\da-zA-Z]+(?:_[\da-zA-Z]+)*)\s*$/.exec(text);
  if (found === null) return fail();
  const [, sign, prefix = "", body = ""] = found;
  const named = prefix === "" ? undefined : { b: 2, o: 8, x: 16 }[prefix.charAt(1).toLowerCase()];
  const usesPrefix = named !== undefined && (base === 0 || base === named);
  const digits = (usesPrefix ? body : prefix + body).replaceAll("_", "").toLowerCase();
  const radix = usesPrefix ? (named ?? 10) : base === 0 ? 10 : base;
  if (base === 0 && !usesPrefix && /^0\d*[1-9]/.test(digits)) return fail();
  if (digits.length > 4300) tooManyDigits();
  let value = 0n;
  for (const digit of digits) {
    const size = Number.parseInt(digit, 36);
    if (!(size < radix)) return fail();
    value = value * BigInt(radix) + BigInt(size);
  }
  return sign === "-" ? -value : value;
}

/** Python's `float(text)`. @throws PyError ValueError */
export function parseFloatText(text: string): number {
  const plain = text.trim();
  const special = /^([-+]?)(inf|infinity|nan)$/i.exec(plain);
  if (special !== null) {
    if (special[2]?.toLowerCase() === "nan") return Number.NaN;
    return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (!/^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(plain)) {
    raise("ValueError", `could not convert string to float: ${stringRepr(text)}`);
  }
  return Number(plain.replaceAll("_", ""));
}
