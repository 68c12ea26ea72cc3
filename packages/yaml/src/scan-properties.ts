import { type Cursor, code, isBlank, isBlankOrEnd, isBreakOrEnd, isDigit, isWord } from "./cursor.js";
import { type Token, token } from "./token.js";
import { type Mark, YamlFault } from "./yaml-fault.js";

const [bang, percent, hash, dot] = [code("!"), code("%"), code("#"), code(".")];
const afterName = new Set([..."?:,]}%@`"].map(code));
const uriChars = new Set([...";/?:@&=+$.%!~*'()"].map(code));
const longUriChars = new Set([...",[]"].map(code));

/** `&name` or `*name`. @source libyaml, yaml_parser_scan_anchor */
export function scanAnchor(cursor: Cursor, kind: "anchor" | "alias"): Token {
  const start = cursor.mark();
  cursor.skip();
  const name = cursor.take(isWord);
  const next = cursor.peek();
  if (name === "" || !(isBlankOrEnd(next) || afterName.has(next))) {
    throw fault("did not find expected alphabetic or numeric character", cursor, `while scanning an ${kind}`, start);
  }
  return token(kind, start, name);
}

/** @source libyaml, yaml_parser_scan_tag */
export function scanTag(cursor: Cursor, inFlow: boolean): Token {
  const start = cursor.mark();
  const found = cursor.peek(1) === code("<") ? scanVerbatim(cursor, start) : scanShort(cursor, start);
  if (!isBlankOrEnd(cursor.peek()) && !(inFlow && cursor.peek() === code(","))) {
    throw fault("did not find expected whitespace or line break", cursor, "while scanning a tag", start);
  }
  return token("tag", start, found.suffix, found.handle);
}

function scanVerbatim(cursor: Cursor, start: Mark): { handle: string; suffix: string } {
  cursor.skip();
  cursor.skip();
  const suffix = scanUri(cursor, true, "", start);
  if (cursor.peek() !== code(">")) {
    throw fault("did not find the expected '>'", cursor, "while scanning a tag", start);
  }
  cursor.skip();
  return { handle: "", suffix };
}

function scanShort(cursor: Cursor, start: Mark): { handle: string; suffix: string } {
  const handle = scanHandle(cursor, false, start);
  if (handle.length > 1 && handle.endsWith("!")) return { handle, suffix: scanUri(cursor, false, "", start) };
  const suffix = scanUri(cursor, false, handle, start);
  return suffix === "" ? { handle: "", suffix: "!" } : { handle: "!", suffix };
}

function scanHandle(cursor: Cursor, directive: boolean, start: Mark): string {
  const context = directive ? "while scanning a tag directive" : "while scanning a tag";
  if (cursor.peek() !== bang) throw fault("did not find expected '!'", cursor, context, start);
  cursor.skip();
  const name = cursor.take(isWord);
  if (cursor.peek() === bang) {
    cursor.skip();
    return `!${name}!`;
  }
  if (directive && name !== "") {
    throw fault("did not find expected '!'", cursor, "while parsing a tag directive", start);
  }
  return `!${name}`;
}

function scanUri(cursor: Cursor, long: boolean, head: string, start: Mark): string {
  const isUri = (char: number) => isWord(char) || uriChars.has(char) || (long && longUriChars.has(char));
  const bytes: number[] = [];
  let made = head.slice(1);
  const settle = () => {
    made += Buffer.from(bytes.splice(0)).toString("utf8");
  };
  while (isUri(cursor.peek())) {
    if (cursor.peek() === percent) bytes.push(scanOctet(cursor, start));
    else {
      settle();
      made += cursor.take((char) => char !== percent && isUri(char));
    }
  }
  settle();
  if (made === "" && head === "") throw fault("did not find expected tag URI", cursor, "while parsing a tag", start);
  return made;
}

function scanOctet(cursor: Cursor, start: Mark): number {
  const found = /^%[0-9a-fA-F]{2}/.exec(cursor.text.slice(cursor.index, cursor.index + 3));
  if (!found) throw fault("did not find URI escaped octet", cursor, "while parsing a tag", start);
  for (let n = 0; n < 3; n++) cursor.skip();
  return Number.parseInt(found[0].slice(1), 16);
}

/** `%YAML 1.1` or `%TAG !x! prefix`. @source libyaml, yaml_parser_scan_directive */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.mark();
  const context = "while scanning a directive";
  cursor.skip();
  const name = cursor.take(isWord);
  if (name === "") throw fault("could not find expected directive name", cursor, context, start);
  if (!isBlankOrEnd(cursor.peek())) throw fault("found unexpected non-alphabetical character", cursor, context, start);
  if (name !== "YAML" && name !== "TAG") throw fault("found unknown directive name", cursor, context, start);
  cursor.skipWhile(isBlank);
  const made = name === "YAML" ? scanVersion(cursor, start) : scanTagPrefix(cursor, start);
  cursor.skipWhile(isBlank);
  if (cursor.peek() === hash) cursor.skipWhile((char) => !isBreakOrEnd(char));
  if (!isBreakOrEnd(cursor.peek())) throw fault("did not find expected comment or line break", cursor, context, start);
  cursor.readBreak();
  return made;
}

function scanVersion(cursor: Cursor, start: Mark): Token {
  const context = "while scanning a %YAML directive";
  const number = (): string => {
    const digits = cursor.take(isDigit);
    if (digits === "") throw fault("did not find expected version number", cursor, context, start);
    if (digits.length > 9) throw fault("found extremely long version number", cursor, context, start);
    return String(Number(digits));
  };
  const major = number();
  if (cursor.peek() !== dot) throw fault("did not find expected digit or '.' character", cursor, context, start);
  cursor.skip();
  return token("yaml directive", start, `${major}.${number()}`);
}

function scanTagPrefix(cursor: Cursor, start: Mark): Token {
  const context = "while scanning a %TAG directive";
  const handle = scanHandle(cursor, true, start);
  if (!isBlank(cursor.peek())) throw fault("did not find expected whitespace", cursor, context, start);
  cursor.skipWhile(isBlank);
  const prefix = scanUri(cursor, true, "", start);
  if (!isBlankOrEnd(cursor.peek()))
    throw fault("did not find expected whitespace or line break", cursor, context, start);
  return token("tag directive", start, prefix, handle);
}

function fault(problem: string, cursor: Cursor, context: string, start: Mark): YamlFault {
  return new YamlFault("scanner", problem, cursor.mark(), context, start);
}
