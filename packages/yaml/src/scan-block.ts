import { type Cursor, code, isBlank, isBreak, isBreakOrEnd, isDigit, isEnd } from "./cursor.js";
import { type Mark, YamlFault } from "./yaml-fault.js";

const [plus, minus, zero, hash, space, tab] = [code("+"), code("-"), code("0"), code("#"), 32, 9];

interface Header {
  readonly chomping: number;
  readonly increment: number;
}

/** The text of `|` or `>`, the cursor standing on it. @source libyaml, yaml_parser_scan_block_scalar */
export function scanBlock(cursor: Cursor, parentIndent: number): string {
  const start = cursor.mark();
  const literal = cursor.peek() === code("|");
  const { chomping, increment } = scanHeader(cursor, start);
  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  const parts: string[] = [];
  let lastBreak = "";
  let lastBlank = false;
  let first = scanBreaks(cursor, indent, start);
  if (indent === 0) indent = Math.max(first.widest, parentIndent + 1, 1);
  let breaks = first.breaks;
  while (cursor.column === indent && !isEnd(cursor.peek())) {
    const blank = isBlank(cursor.peek());
    const folds = !literal && lastBreak === "\n" && !lastBlank && !blank;
    parts.push(folds ? (breaks === "" ? " " : "") : lastBreak, breaks);
    lastBlank = blank;
    parts.push(cursor.take((char) => !isBreakOrEnd(char)));
    lastBreak = cursor.readBreak();
    first = scanBreaks(cursor, indent, start);
    breaks = first.breaks;
  }
  if (chomping !== minus) parts.push(lastBreak);
  if (chomping === plus) parts.push(breaks);
  return parts.join("");
}

function scanHeader(cursor: Cursor, start: Mark): Header {
  cursor.skip();
  let chomping = scanChomping(cursor);
  let increment = 0;
  if (isDigit(cursor.peek())) {
    increment = cursor.peek() - zero;
    if (increment === 0) throw fault("found an indentation indicator equal to 0", cursor, start);
    cursor.skip();
    if (chomping === 0) chomping = scanChomping(cursor);
  }
  cursor.skipWhile(isBlank);
  if (cursor.peek() === hash) cursor.skipWhile((char) => !isBreakOrEnd(char));
  if (!isBreakOrEnd(cursor.peek())) throw fault("did not find expected comment or line break", cursor, start);
  cursor.readBreak();
  return { chomping, increment };
}

function scanChomping(cursor: Cursor): number {
  const char = cursor.peek();
  if (char !== plus && char !== minus) return 0;
  cursor.skip();
  return char;
}

/** Past empty lines and the indentation of the next. `indent` is 0 while it is not known. */
function scanBreaks(cursor: Cursor, indent: number, start: Mark): { breaks: string; widest: number } {
  let breaks = "";
  let widest = 0;
  for (;;) {
    const isInside = () => indent === 0 || cursor.column < indent;
    while (isInside() && cursor.peek() === space) cursor.skip();
    widest = Math.max(widest, cursor.column);
    if (isInside() && cursor.peek() === tab) {
      throw fault("found a tab character where an indentation space is expected", cursor, start);
    }
    if (!isBreak(cursor.peek())) return { breaks, widest };
    breaks += cursor.readBreak();
  }
}

function fault(problem: string, cursor: Cursor, start: Mark): YamlFault {
  return new YamlFault("scanner", problem, cursor.mark(), "while scanning a block scalar", start);
}
