import { TemplateSyntaxError } from "../errors.js";

const SIMPLE = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

const HEX_DIGITS = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/** The text of a string literal, given what stands between its quotes. Escapes are Python's. */
export function unescapeLiteral(body: string, line: number): string {
  if (!body.includes("\\")) return body;
  const pattern = /\\(?:([0-7]{1,3})|(x)([0-9a-fA-F]{2})|(u)([0-9a-fA-F]{4})|(U)([0-9a-fA-F]{8})|([\s\S]))/g;
  return body.replace(pattern, (whole, ...groups: (string | undefined)[]) => {
    const [octal, , hex2, , hex4, , hex8, other] = groups;
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const hex = hex2 ?? hex4 ?? hex8;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      if (code > 0x10ffff) throw new TemplateSyntaxError("illegal Unicode character", line);
      return String.fromCodePoint(code);
    }
    const letter = other ?? "";
    const digits = HEX_DIGITS.get(letter);
    if (digits !== undefined) {
      throw new TemplateSyntaxError(`truncated \\${letter}${"X".repeat(digits)} escape`, line);
    }
    if (letter === "N") throw new TemplateSyntaxError("malformed \\N character escape", line);
    return SIMPLE.get(letter) ?? whole;
  });
}
