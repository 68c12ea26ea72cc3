import { tooManyDigits } from "../objects/repr.js";

/** The value of decimal, binary, octal or hexadecimal digits. @throws PyError for more than Python takes */
export function integerLiteral(text: string): bigint {
  if (text.length > 4300 && /^\d+$/.test(text)) tooManyDigits();
  return BigInt(text.toLowerCase());
}
