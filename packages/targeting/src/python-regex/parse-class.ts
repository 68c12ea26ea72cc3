import { escapedChar, octalChar, shorthandItem } from "./escapes.js";
import { Refusal } from "./refusal.js";
import type { Source } from "./source.js";
import type { CharClass, ClassItem, Flags } from "./syntax.js";

/** Reads on after `[`. */
export function parseClass(source: Source, flags: Flags): CharClass {
  const negated = source.take("^");
  const items: ClassItem[] = [];
  while (items.length === 0 || !source.take("]")) {
    const from = parseItem(source, flags);
    if (!source.take("-")) items.push(from);
    else if (source.take("]")) {
      items.push(from, single(0x2d));
      break;
    } else items.push(range(from, parseItem(source, flags)));
  }
  return { kind: "class", negated, items, ignoreCase: flags.ignoreCase };
}

function parseItem(source: Source, flags: Flags): ClassItem {
  const char = source.next();
  if (char === undefined) throw new Refusal("unterminated character set");
  if (char !== "\\") return single(char.codePointAt(0) ?? 0);
  const letter = source.next();
  if (letter === undefined) throw new Refusal("unterminated character set");
  const shorthand = shorthandItem(letter, flags);
  if (shorthand) return shorthand;
  if (letter === "b") return single(8);
  if (/[0-7]/.test(letter)) return single(octalChar(letter + source.takeWhile(/[0-7]/, 2)));
  if (/[89]/.test(letter)) throw new Refusal(`bad escape \\${letter}`);
  return single(escapedChar(letter, source));
}

function single(code: number): ClassItem {
  return { kind: "range", from: code, to: code };
}

function range(from: ClassItem, to: ClassItem): ClassItem {
  if (from.kind !== "range" || to.kind !== "range" || from.from > to.from) throw new Refusal("bad character range");
  return { kind: "range", from: from.from, to: to.from };
}
