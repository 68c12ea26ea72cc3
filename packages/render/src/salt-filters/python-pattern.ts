import { RE2JS, RE2JSException } from "re2js";

const maxPatternLength = 4096;

/** A Python pattern, run in time that grows with the text only. */
export interface PythonPattern {
  readonly engine: RE2JS;
  readonly groups: number;
}

/**
 * Reads a pattern of Python's `re` for search and replace. What cannot run in linear time is refused by name:
 * back-references and looking ahead.
 * @throws Error
 */
export function pythonPattern(pattern: string, ignoreCase: boolean, multiline: boolean): PythonPattern {
  if (pattern.length > maxPatternLength) throw new Error(`the pattern is longer than ${maxPatternLength} characters`);
  const translated = translate(pattern, multiline);
  const flags = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0) | RE2JS.LOOKBEHINDS;
  try {
    const engine = RE2JS.compile(translated, flags);
    return { engine, groups: engine.groupCount() };
  } catch (error) {
    if (error instanceof RE2JSException)
      throw new Error(`bad pattern '${pattern}': ${error.message}`, { cause: error });
    throw error;
  }
}

const outside = new Map([
  ["d", "\\p{Nd}"],
  ["D", "\\P{Nd}"],
  ["w", "[\\p{L}\\p{N}_]"],
  ["W", "[^\\p{L}\\p{N}_]"],
  ["s", "[\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}]"],
  ["S", "[^\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}]"],
  ["Z", "\\z"],
  ["A", "\\A"],
  ["b", "\\b"],
  ["B", "\\B"],
]);
const inside = new Map([
  ["d", "\\p{Nd}"],
  ["D", "\\P{Nd}"],
  ["w", "\\p{L}\\p{N}_"],
  ["s", "\\s\\v\\x{1c}-\\x{1f}\\x{85}\\p{Z}"],
  ["b", "\\x08"],
]);
const refusals: readonly (readonly [RegExp, string])[] = [
  [/^\(\?[=!]/, "looking ahead is not supported"],
  [/^\(\?P=/, "back-references are not supported"],
  [/^\(\?\(/, "conditional groups are not supported"],
  [/^\(\?>/, "atomic groups are not supported"],
];

function translate(pattern: string, multiline: boolean): string {
  let made = "";
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "\\") {
      const { text, length } = escapeAt(pattern, at, inClass);
      made += text;
      at += length - 1;
    } else if (inClass) {
      // RE2 takes `[` within a class for the start of a named one.
      made += char === "[" ? "\\[" : char;
      if (char === "]") inClass = false;
    } else if (char === "[") {
      const start = /^\[\^?\]?/.exec(pattern.slice(at))?.[0] ?? "[";
      made += start.replace("]", "\\]");
      at += start.length - 1;
      inClass = true;
    } else if (char === "$" && !multiline) made += "(?:\\n?\\z)";
    else {
      if (char === "(") refuseGroup(pattern.slice(at, at + 4));
      made += char;
    }
  }
  return made;
}

function refuseGroup(head: string): void {
  for (const [shape, reason] of refusals) if (shape.test(head)) throw new Error(reason);
}

function escapeAt(pattern: string, at: number, inClass: boolean): { text: string; length: number } {
  const rest = pattern.slice(at);
  const hex = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  if (hex) return { text: `\\x{${hex[1] ?? hex[2] ?? hex[3]}}`, length: hex[0].length };
  const octal = /^\\(0[0-7]{0,2}|[1-3][0-7]{2})/.exec(rest);
  if (octal) return { text: `\\x{${Number.parseInt(octal[1] ?? "0", 8).toString(16)}}`, length: octal[0].length };
  const letter = rest[1];
  if (letter === undefined) throw new Error("bad escape (end of pattern)");
  if (/[1-9]/.test(letter)) throw new Error("back-references are not supported");
  const known = (inClass ? inside : outside).get(letter);
  if (known !== undefined) return { text: known, length: 2 };
  if (/[afnrtv]/.test(letter)) return { text: `\\${letter}`, length: 2 };
  if (/[A-Za-z]/.test(letter)) throw new Error(`bad escape \\${letter}`);
  const point = rest.codePointAt(1) ?? 0;
  return { text: /[\w\s]/.test(letter) || point > 127 ? letter : `\\${letter}`, length: 2 };
}
