import { NotYaml } from "./yaml-scalar.js";

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Reads the quoted text that starts at `start`.
 *
 * @returns the text and the index after its closing quote
 * @throws NotYaml when it is not closed or an escape is unknown
 */
export function readQuoted(line: string, start: number): { text: string; end: number } {
  const quote = line.charAt(start);
  let text = "";
  for (let at = start + 1; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === quote) {
      if (quote === '"' || line.charAt(at + 1) !== quote) return { text, end: at + 1 };
      text += quote;
      at++;
    } else if (char === "\\" && quote === '"') {
      const { value, length } = readEscape(line, at + 1);
      text += value;
      at += length;
    } else {
      text += char;
    }
  }
  throw new NotYaml("quote not closed");
}

function readEscape(line: string, at: number): { value: string; length: number } {
  const letter = line.charAt(at);
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (simple !== undefined) return { value: simple, length: 1 };
  const digits = Object.hasOwn(hexDigits, letter) ? (hexDigits[letter] ?? 0) : 0;
  const hex = line.slice(at + 1, at + 1 + digits);
  const code = Number.parseInt(hex, 16);
  const isHex = digits > 0 && hex.length === digits && /^[0-9a-fA-F]+$/.test(hex);
  if (!isHex || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new NotYaml("escape");
  return { value: String.fromCodePoint(code), length: 1 + digits };
}
