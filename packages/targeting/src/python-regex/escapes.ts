import { Refusal } from "./refusal.js";
import type { Source } from "./source.js";
import type { ClassItem, Flags, Shorthand } from "./syntax.js";

const controls = new Map([
  ["a", 7],
  ["f", 12],
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["v", 11],
]);
const shorthands: readonly string[] = ["d", "D", "s", "S", "w", "W"] satisfies Shorthand[];
const hexLengths = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

function isShorthand(letter: string): letter is Shorthand {
  return shorthands.includes(letter);
}

export function shorthandItem(letter: string, flags: Flags): ClassItem | undefined {
  return isShorthand(letter) ? { kind: "shorthand", letter, ascii: flags.ascii } : undefined;
}

/**
 * The character that an escape stands for, in and outside of `[...]`; its backslash and `letter` have been read.
 * Numbers are the caller's: they mean different things in the two places.
 */
export function escapedChar(letter: string, source: Source): number {
  const control = controls.get(letter);
  if (control !== undefined) return control;
  const hexLength = hexLengths.get(letter);
  if (hexLength !== undefined) return hexChar(letter, source.takeWhile(/[0-9a-fA-F]/, hexLength), hexLength);
  if (letter === "N") throw new Refusal("characters by name (\\N{...}) are not supported");
  if (/[a-zA-Z]/.test(letter)) throw new Refusal(`bad escape \\${letter}`);
  return letter.codePointAt(0) ?? 0;
}

function hexChar(letter: string, digits: string, length: number): number {
  const code = Number.parseInt(digits, 16);
  if (digits.length !== length || code > 0x10ffff) throw new Refusal(`incomplete or bad escape \\${letter}${digits}`);
  return code;
}

export function octalChar(digits: string): number {
  const code = Number.parseInt(digits, 8);
  if (code > 0o377) throw new Refusal(`octal escape \\${digits} is outside of 0-0o377`);
  return code;
}
