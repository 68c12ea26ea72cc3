import { type Cursor, code, isBlankOrEnd } from "./cursor.js";
import { Folding } from "./folding.js";
import { YamlFault } from "./yaml-fault.js";

const [colon, hash, tab] = [code(":"), code("#"), 9];
const flowEnds = new Set([...",[]{}"].map(code));
const afterColon = new Set([...",?[]{}"].map(code));

export interface PlainScalar {
  readonly text: string;
  /** It ended at the start of a line, where a key may begin. */
  readonly atLineStart: boolean;
}

/** @source libyaml, yaml_parser_scan_plain_scalar */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): PlainScalar {
  const start = cursor.mark();
  const fault = (problem: string) =>
    new YamlFault("scanner", problem, cursor.mark(), "while scanning a plain scalar", start);
  const isPart = (char: number): boolean => {
    if (isBlankOrEnd(char)) return false;
    if (char === colon) {
      const next = cursor.peek(1);
      if (inFlow && afterColon.has(next)) throw fault("found unexpected ':'");
      return !isBlankOrEnd(next);
    }
    return !inFlow || !flowEnds.has(char);
  };
  const refuseTab = (): void => {
    if (cursor.column < indent && cursor.peek() === tab) throw fault("found a tab character that violates indentation");
  };
  const folding = new Folding();
  for (;;) {
    if (cursor.atDocumentIndicator("-") || cursor.atDocumentIndicator(".") || cursor.peek() === hash) break;
    const word = cursor.take(isPart);
    folding.add(word);
    const before = cursor.index;
    folding.blanks(cursor, refuseTab);
    if (cursor.index === before || (!inFlow && cursor.column < indent)) break;
  }
  return { text: folding.words(), atLineStart: folding.atLineStart };
}
