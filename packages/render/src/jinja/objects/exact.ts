/** Exact decimal digits of floats, rounded half to even as Python does. */

/** The rounded value of `number * 10^places`. @param number finite */
export function scaled(number: number, places: number): bigint {
  const { mantissa, exponent } = parts(number);
  let top = mantissa;
  let bottom = 1n;
  if (places >= 0) top *= 10n ** BigInt(places);
  else bottom *= 10n ** BigInt(-places);
  if (exponent >= 0) top <<= BigInt(exponent);
  else bottom <<= BigInt(-exponent);
  return divideHalfEven(top, bottom);
}

function divideHalfEven(top: bigint, bottom: bigint): bigint {
  const negative = top < 0n;
  const size = negative ? -top : top;
  let quotient = size / bottom;
  const twice = (size % bottom) * 2n;
  if (twice > bottom || (twice === bottom && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** `number === mantissa * 2^exponent`. @param number finite */
export function parts(number: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: number < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

/** The nearest float of a quotient. @param bottom not 0 */
export function trueDivide(top: bigint, bottom: bigint): number {
  const limit = 9007199254740991n;
  if (top <= limit && top >= -limit && bottom <= limit && bottom >= -limit) return Number(top) / Number(bottom);
  const negative = top < 0n !== bottom < 0n;
  const a = top < 0n ? -top : top;
  const b = bottom < 0n ? -bottom : bottom;
  const shift = Math.max(0, bitLength(b) - bitLength(a) + 66);
  const wide = a << BigInt(shift);
  const quotient = wide / b;
  const sticky = wide % b === 0n ? quotient : quotient | 1n;
  const size = shift > 1000 ? Number(sticky) / 2 ** 1000 / 2 ** (shift - 1000) : Number(sticky) / 2 ** shift;
  return negative ? -size : size;
}

export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = (value < 0n ? -value : value).toString(16);
  return (hex.length - 1) * 4 + (4 - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28);
}

/** Python's `round` of a float to a number of decimals. */
export function roundFloat(number: number, places: number): number {
  if (!Number.isFinite(number) || places > 323) return number;
  if (places < -308) return number < 0 ? -0 : 0;
  const exact = scaled(number, places);
  const value = Number(`${exact}e${-places}`);
  return value === 0 && (number < 0 || Object.is(number, -0)) ? -0 : value;
}
