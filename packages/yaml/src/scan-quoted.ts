import { type Cursor, code, isBlankOrEnd, isBreak, isEnd } from "./cursor.js";
import { Folding } from "./folding.js";
import { type Mark, YamlFault } from "./yaml-fault.js";

const single = code("'");
const backslash = code("\\");
const escapes = new Map(
  Object.entries({
    "0": "\0",
    a: "\x07",
    b: "\b",
    t: "\t",
    "\t": "\t",
    n: "\n",
    v: "\v",
    f: "\f",
    r: "\r",
    e: "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    N: "\x85",
    _: "\xa0",
    L: "\u2028",
    P: "\u2029",
  }),
);
const codeDigits = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/** The text between quotes, the cursor standing on the first one. @source libyaml, yaml_parser_scan_flow_scalar */
export function scanQuoted(cursor: Cursor): string {
  const start = cursor.mark();
  const quote = cursor.peek();
  cursor.skip();
  const folding = new Folding();
  for (;;) {
    refuseEndIn(cursor, start);
    if (scanWords(cursor, quote, start, folding)) break;
    folding.blanks(cursor);
  }
  cursor.skip();
  return folding.text();
}

function refuseEndIn(cursor: Cursor, start: Mark): void {
  if (cursor.atDocumentIndicator("-") || cursor.atDocumentIndicator(".")) {
    throw fault("found unexpected document indicator", cursor, start);
  }
  if (isEnd(cursor.peek())) throw fault("found unexpected end of stream", cursor, start);
}

/** Up to the next blank, line break or closing quote; true at the quote. */
function scanWords(cursor: Cursor, quote: number, start: Mark, folding: Folding): boolean {
  for (;;) {
    folding.add(cursor.take((char) => char !== quote && char !== backslash && !isBlankOrEnd(char)));
    const char = cursor.peek();
    if (char === quote) {
      if (quote !== single || cursor.peek(1) !== single) return true;
      cursor.skip();
      cursor.skip();
      folding.add("'");
    } else if (char !== backslash) return false;
    else if (quote === single) {
      cursor.skip();
      folding.add("\\");
    } else if (isBreak(cursor.peek(1))) {
      cursor.skip();
      cursor.readBreak();
      folding.joinLines();
      return false;
    } else folding.add(scanEscape(cursor, start));
  }
}

function scanEscape(cursor: Cursor, start: Mark): string {
  const letter = String.fromCharCode(cursor.peek(1));
  const short = escapes.get(letter);
  const digits = codeDigits.get(letter);
  if (short === undefined && digits === undefined) throw fault("found unknown escape character", cursor, start);
  cursor.skip();
  cursor.skip();
  if (digits === undefined) return short ?? "";
  const hex = cursor.text.slice(cursor.index, cursor.index + digits);
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < digits) {
    throw fault("did not find expected hexdecimal number", cursor, start);
  }
  const point = Number.parseInt(hex, 16);
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) {
    throw fault("found invalid Unicode character escape code", cursor, start);
  }
  for (let n = 0; n < digits; n++) cursor.skip();
  return String.fromCodePoint(point);
}

function fault(problem: string, cursor: Cursor, start: Mark): YamlFault {
  return new YamlFault("scanner", problem, cursor.mark(), "while scanning a quoted scalar", start);
}
