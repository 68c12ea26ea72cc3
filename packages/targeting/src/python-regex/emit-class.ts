import type { CharClass, ClassItem, Shorthand } from "./syntax.js";

export function hex(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

const space =
  "\\t-\\r\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";
const notSpace =
  "\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}" +
  "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}";
const word = "\\p{L}\\p{N}_";

const unicode: Record<Exclude<Shorthand, "W">, string> = {
  d: "\\p{Nd}",
  D: "\\P{Nd}",
  s: space,
  S: notSpace,
  w: word,
};
const ascii: Record<Shorthand, string> = {
  d: "0-9",
  D: "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}",
  s: "\\t-\\r\\x{20}",
  S: "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{10ffff}",
  w: "0-9A-Za-z_",
  W: "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}",
};

/** Text for between `[` and `]`; null for the one that RE2 cannot say there. */
function itemText(item: ClassItem): string | null {
  if (item.kind === "range") return `${hex(item.from)}-${hex(item.to)}`;
  if (item.ascii) return ascii[item.letter];
  return item.letter === "W" ? null : unicode[item.letter];
}

export function emitClass(node: CharClass): { readonly text: string; readonly needsLookBehind: boolean } {
  const texts = node.items.map(itemText);
  const sayable = texts.filter((text) => text !== null).join("");
  const fold = (text: string) => (node.ignoreCase ? `(?i:${text})` : text);
  if (!texts.includes(null)) return { text: fold(`[${node.negated ? "^" : ""}${sayable}]`), needsLookBehind: false };
  if (!node.negated) {
    const both = sayable === "" ? `[^${word}]` : `(?:${fold(`[${sayable}]`)}|[^${word}])`;
    return { text: both, needsLookBehind: false };
  }
  if (sayable === "") return { text: `[${word}]`, needsLookBehind: false };
  // [^\W...]: a word character, but none of the others.
  return { text: `(?:[${word}](?<!${fold(`[${sayable}]`)}))`, needsLookBehind: true };
}
