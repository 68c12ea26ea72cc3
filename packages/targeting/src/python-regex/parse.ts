import { escapedChar, octalChar, shorthandItem } from "./escapes.js";
import { parseClass } from "./parse-class.js";
import { hasBody, parseGroupHead } from "./parse-group.js";
import { parseRepeat, refuseRepeatOfNothing } from "./parse-repeat.js";
import type { ParseState } from "./parse-state.js";
import { Refusal } from "./refusal.js";
import { Source } from "./source.js";
import { type Assertion, type Flags, type Node, noFlags, sequence } from "./syntax.js";

const maxDepth = 50;

/**
 * Reads a pattern as Python's `re` does for text.
 * @throws Refusal with Python's reason, or with the name of what is not supported
 * @source Python's re/_parser.py (3.11)
 */
export function parsePythonRegex(pattern: string): Node {
  const state: ParseState = { source: new Source(pattern), names: new Set(), depth: 0 };
  const node = parseChoice(state, noFlags, true);
  if (state.source.peek() !== undefined) throw new Refusal("unbalanced parenthesis");
  return node;
}

/** @param top whether `(?i)` and the like may still come: they count for everything after them */
function parseChoice(state: ParseState, outerFlags: Flags, top: boolean): Node {
  let flags = outerFlags;
  if (top) flags = parseGlobalFlags(state, flags);
  const branches = [parseSequence(state, flags)];
  while (state.source.take("|")) branches.push(parseSequence(state, flags));
  const [only] = branches;
  return branches.length === 1 && only ? only : { kind: "choice", branches };
}

function parseGlobalFlags(state: ParseState, outerFlags: Flags): Flags {
  const { source } = state;
  let flags = outerFlags;
  for (;;) {
    const start = source.position;
    if (flags.verbose) skipBlanks(source);
    const head = source.take("(?") ? parseGroupHead(state, flags) : undefined;
    if (head?.kind === "flags") flags = head.flags;
    else if (head?.kind !== "comment") {
      source.rewind(start);
      state.names.clear();
      return flags;
    }
  }
}

function parseSequence(state: ParseState, flags: Flags): Node {
  const { source } = state;
  const items: Node[] = [];
  for (;;) {
    if (flags.verbose) skipBlanks(source);
    const next = source.peek();
    if (next === undefined || next === "|" || next === ")") return sequence(items);
    refuseRepeatOfNothing(source);
    source.next();
    const item = parseItem(state, next, flags);
    if (item) items.push(parseRepeat(source, item, () => flags.verbose && skipBlanks(source)));
  }
}

/** Undefined for a comment. */
function parseItem(state: ParseState, char: string, flags: Flags): Node | undefined {
  switch (char) {
    case ".":
      return { kind: "any", dotAll: flags.dotAll };
    case "^":
      return { kind: "assert", what: flags.multiline ? "line-start" : "start" };
    case "$":
      return { kind: "assert", what: flags.multiline ? "line-end" : "end" };
    case "[":
      return parseClass(state.source, flags);
    case "(":
      return parseGroup(state, flags);
    case "\\":
      return parseEscape(state.source, flags);
    default:
      return { kind: "char", code: char.codePointAt(0) ?? 0, ignoreCase: flags.ignoreCase };
  }
}

function parseGroup(state: ParseState, flags: Flags): Node | undefined {
  const { source } = state;
  const head = source.take("?") ? parseGroupHead(state, flags) : ({ kind: "group", flags } as const);
  if (head.kind === "comment") return undefined;
  if (!hasBody(head)) throw new Refusal("global flags not at the start of the expression");
  if (++state.depth > maxDepth) throw new Refusal(`groups are nested more than ${maxDepth} deep`);
  const body = parseChoice(state, head.flags, false);
  if (!source.take(")")) throw new Refusal("missing ), unterminated subpattern");
  state.depth--;
  return head.kind === "look" ? { kind: "look", ...head.look, item: body } : group(body);
}

/** One item stays one item, so that a repeat after the group covers all of it. */
function group(body: Node): Node {
  return body.kind === "repeat" || body.kind === "assert" ? { kind: "sequence", items: [body] } : body;
}

const assertions = new Map<string, Assertion>([
  ["A", "start"],
  ["Z", "absolute-end"],
  ["b", "word-edge"],
  ["B", "not-word-edge"],
]);

function parseEscape(source: Source, flags: Flags): Node {
  const letter = source.next();
  if (letter === undefined) throw new Refusal("bad escape (end of pattern)");
  const what = assertions.get(letter);
  if (what) return { kind: "assert", what };
  const item = shorthandItem(letter, flags);
  if (item) return { kind: "class", negated: false, items: [item], ignoreCase: false };
  const code = /[0-9]/.test(letter) ? numberEscape(letter, source) : escapedChar(letter, source);
  return { kind: "char", code, ignoreCase: flags.ignoreCase };
}

function numberEscape(first: string, source: Source): number {
  if (first === "0") return octalChar(first + source.takeWhile(/[0-7]/, 2));
  const start = source.position;
  const digits = first + source.takeWhile(/[0-7]/, 2);
  if (/^[0-7]{3}$/.test(digits)) return octalChar(digits);
  source.rewind(start);
  throw new Refusal(`back-references (\\${first}) are not supported`);
}

/** What `(?x)` lets a pattern contain for the reader. */
function skipBlanks(source: Source): void {
  for (;;) {
    source.takeWhile(/[ \t\n\r\v\f]/);
    if (!source.take("#")) return;
    source.takeWhile(/[^\n]/);
  }
}
