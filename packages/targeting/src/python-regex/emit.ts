import { choicePoints } from "./choice-points.js";
import { emitClass, hex } from "./emit-class.js";
import { Refusal } from "./refusal.js";
import { type Assertion, fixedWidth, type Node } from "./syntax.js";

export interface Emitted {
  readonly text: string;
  readonly needsLookBehind: boolean;
}

const maxTextLength = 32 * 1024;
const maxChoicePoints = 300;
/** The engine has no fast way for look-behind. */
const maxChoicePointsWithLookBehind = 30;

/** Writes a pattern without look-ahead in RE2's syntax. @throws Refusal */
export function emitRe2(node: Node): Emitted {
  const writer = { needsLookBehind: false };
  const text = write(node, true, writer);
  if (text.length > maxTextLength) throw new Refusal("the pattern is too large");
  const allowed = writer.needsLookBehind ? maxChoicePointsWithLookBehind : maxChoicePoints;
  if (choicePoints(node) > allowed) throw new Refusal(`the pattern is too large: more than ${allowed} repeats`);
  return { text, needsLookBehind: writer.needsLookBehind };
}

/** @param last nothing that takes characters comes after `node` */
function write(node: Node, last: boolean, writer: { needsLookBehind: boolean }): string {
  switch (node.kind) {
    case "char":
      return node.ignoreCase ? `(?i:${hex(node.code)})` : hex(node.code);
    case "any":
      return node.dotAll ? "(?s:.)" : "[^\\n]";
    case "class": {
      const { text, needsLookBehind } = emitClass(node);
      writer.needsLookBehind ||= needsLookBehind;
      return text;
    }
    case "assert":
      return writeAssertion(node.what, last);
    case "sequence": {
      const lastTaking = node.items.findLastIndex((item) => fixedWidth(item) !== 0);
      return node.items.map((item, i) => write(item, last && i >= lastTaking, writer)).join("");
    }
    case "choice":
      return `(?:${node.branches.map((branch) => write(branch, last, writer)).join("|")})`;
    case "repeat":
      return `(?:${write(node.item, false, writer)})${countsText(node.min, node.max)}`;
    case "look":
      return writeLookBehind(node.negative, node.item, writer);
  }
}

function writeAssertion(what: Assertion, last: boolean): string {
  switch (what) {
    case "start":
      return "\\A";
    case "line-start":
      return "(?m:^)";
    case "end":
      // Taking the final newline is the same as looking at it where nothing can follow.
      return last ? "\\n?\\z" : "\\z";
    case "line-end":
      return "(?m:$)";
    case "absolute-end":
      return "\\z";
    case "word-edge":
      return "\\b";
    case "not-word-edge":
      return "\\B";
  }
}

function countsText(min: number, max: number): string {
  if (min === max) return `{${min}}`;
  return Number.isFinite(max) ? `{${min},${max}}` : `{${min},}`;
}

function writeLookBehind(negative: boolean, item: Node, writer: { needsLookBehind: boolean }): string {
  if (fixedWidth(item) === null) throw new Refusal("look-behind requires fixed-width pattern");
  if (hasAssertion(item)) throw new Refusal("anchors and look-arounds inside a look-behind are not supported");
  writer.needsLookBehind = true;
  return `(?<${negative ? "!" : "="}${write(item, false, writer)})`;
}

function hasAssertion(node: Node): boolean {
  switch (node.kind) {
    case "assert":
    case "look":
      return true;
    case "sequence":
      return node.items.some(hasAssertion);
    case "choice":
      return node.branches.some(hasAssertion);
    case "repeat":
      return hasAssertion(node.item);
    case "char":
    case "any":
    case "class":
      return false;
  }
}
