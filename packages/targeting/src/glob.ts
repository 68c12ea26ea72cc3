import { codePoints } from "./code-points.js";
import { type GlobSet, inGlobSet, parseGlobSet } from "./glob-set.js";

type Token = { readonly kind: "star" } | { readonly kind: "any" } | { readonly kind: "set"; readonly set: GlobSet };
/** A number is one literal character. */
type GlobToken = number | Token;

const star = "*".charCodeAt(0);
const question = "?".charCodeAt(0);
const open = "[".charCodeAt(0);
const close = "]".charCodeAt(0);
const bang = "!".charCodeAt(0);

/**
 * The whole text must match; upper and lower case differ; a newline is a character like any other. There is no escape
 * character and no brace expansion. Work is bounded by pattern length times text length.
 * @source Python's fnmatch.fnmatchcase, which Salt uses for glob targets
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (text) => text === pattern;
  const tokens = parseGlob(codePoints(pattern));
  return (text) => matches(tokens, codePoints(text));
}

function parseGlob(pattern: readonly number[]): readonly GlobToken[] {
  const tokens: GlobToken[] = [];
  for (let i = 0; i < pattern.length; ) {
    const code = pattern[i] ?? 0;
    i++;
    if (code === star) {
      const last = tokens.at(-1);
      if (typeof last !== "object" || last.kind !== "star") tokens.push({ kind: "star" });
    } else if (code === question) tokens.push({ kind: "any" });
    else if (code === open) {
      const end = endOfSet(pattern, i);
      if (end < 0) tokens.push(open);
      else {
        tokens.push({ kind: "set", set: parseGlobSet(pattern.slice(i, end)) });
        i = end + 1;
      }
    } else tokens.push(code);
  }
  return tokens;
}

/** A `]` right after `[` or `[!` is a member. Negative: no end, the `[` is literal. */
function endOfSet(pattern: readonly number[], start: number): number {
  let first = start;
  if (pattern[first] === bang) first++;
  if (pattern[first] === close) first++;
  return pattern.indexOf(close, first);
}

/** On a mismatch only the last star can take more: what earlier ones took was the shortest, so it cannot help. */
function matches(tokens: readonly GlobToken[], text: readonly number[]): boolean {
  let t = 0;
  let i = 0;
  let starToken = -1;
  let starText = 0;
  while (i < text.length) {
    const token = tokens[t];
    if (typeof token === "object" && token.kind === "star") {
      starToken = t++;
      starText = i;
    } else if (token !== undefined && accepts(token, text[i] ?? 0)) {
      t++;
      i++;
    } else if (starToken >= 0) {
      t = starToken + 1;
      i = ++starText;
    } else return false;
  }
  while (isStar(tokens[t])) t++;
  return t === tokens.length;
}

function isStar(token: GlobToken | undefined): boolean {
  return typeof token === "object" && token.kind === "star";
}

function accepts(token: GlobToken, code: number): boolean {
  if (typeof token === "number") return token === code;
  return token.kind === "any" || (token.kind === "set" && inGlobSet(token.set, code));
}
