import { scaled } from "../objects/exact.js";

/** Digits of a float for `f`, `e` and `g`, without sign. @param number finite, not negative */
export function fixed(number: number, precision: number): string {
  const digits = scaled(number, precision)
    .toString()
    .padStart(precision + 1, "0");
  return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

export function scientific(number: number, precision: number, alternate = false): string {
  const { digits, exponent } = significant(number, precision + 1);
  const rest = digits.slice(1);
  return `${digits.charAt(0)}${rest === "" ? (alternate ? "." : "") : `.${rest}`}${exponentText(exponent)}`;
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? "-" : "+"}${Math.abs(exponent).toString().padStart(2, "0")}`;
}

function significant(number: number, count: number): { digits: string; exponent: number } {
  if (number === 0) return { digits: "0".repeat(count), exponent: 0 };
  let exponent = Number(number.toExponential().split("e")[1] ?? "0");
  let digits = scaled(number, count - 1 - exponent).toString();
  if (digits.length > count) {
    exponent += 1;
    digits = scaled(number, count - 1 - exponent).toString();
  }
  return { digits, exponent };
}

/** @param alternate keep trailing zeros. @param least exponent from which `repr` style differs, or undefined */
export function general(number: number, precision: number, alternate: boolean, forceDot = false): string {
  const count = Math.max(precision, 1);
  const { digits, exponent } = significant(number, count);
  const limit = forceDot ? count - 1 : count;
  if (exponent < -4 || exponent >= Math.max(limit, 1)) {
    const rest = alternate ? digits.slice(1) : digits.slice(1).replace(/0+$/, "");
    return `${digits.charAt(0)}${rest === "" ? (alternate ? "." : "") : `.${rest}`}${exponentText(exponent)}`;
  }
  const plain =
    exponent < 0
      ? `0.${"0".repeat(-exponent - 1)}${digits}`
      : exponent + 1 >= digits.length
        ? digits
        : `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  if (alternate) return plain.includes(".") ? plain : `${plain}.`;
  const short = plain.includes(".") ? plain.replace(/0+$/, "").replace(/\.$/, "") : plain;
  return forceDot && !short.includes(".") ? `${short}.0` : short;
}

/** `1234567` with a sign every three digits. */
export function grouped(whole: string, separator: string, every = 3): string {
  const parts: string[] = [];
  for (let end = whole.length; end > 0; end -= every) parts.unshift(whole.slice(Math.max(0, end - every), end));
  return parts.join(separator);
}
