import { Composer, type Document, type ErrorCode, Lexer, LineCounter, type ParsedNode, Parser } from "yaml";
import { RenderError } from "../values.js";

export interface ParsedYaml {
  readonly root: ParsedNode | null;
  readonly text: string;
  /** Line of an offset, from 1. */
  readonly lineAt: (offset: number) => number;
}

/** Brackets within brackets, or `- - -` on one line. The parser calls itself once a level. */
export const maxYamlDepth = 100;

/** @throws RenderError */
export function parseOneDocument(text: string, file: string): ParsedYaml {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const fail = (reason: string, offset: number) => new RenderError(reason, file, lineAt(offset));
  try {
    const [first, second] = documentsOf(text, lines, fail);
    // Errors come before a second document, as a reader that goes from top to bottom meets them.
    if (first === undefined) throw new RenderError("no document was found", file, null);
    // A tag that nobody knows is a warning here; the constructor refuses it.
    const [error] = [...first.errors].sort((a, b) => a.pos[0] - b.pos[0]);
    if (error) throw fail(saltReason(error.code, error.message), error.pos[0]);
    if (second) throw fail("expected a single document in the stream but found another document", second.range[0]);
    return { root: first.contents, text, lineAt };
  } catch (error) {
    if (error instanceof RenderError) throw error;
    throw new RenderError("the document is nested too deeply or is beyond the parser", file, null, { cause: error });
  }
}

function documentsOf(
  text: string,
  lines: LineCounter,
  fail: (reason: string, offset: number) => RenderError,
): Document.Parsed[] {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    version: "1.1",
    schema: "failsafe",
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const depth = new DepthGuard();
  const documents: Document.Parsed[] = [];
  let offset = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    if (!depth.allows(lexeme)) throw fail(`nested more than ${maxYamlDepth} deep`, offset);
    for (const token of parser.next(lexeme)) documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
    offset += lexeme.length;
  }
  for (const token of parser.end()) documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
  documents.push(...(composer.end(true, text.length) as Iterable<Document.Parsed>));
  return documents;
}

class DepthGuard {
  #flow = 0;
  #onLine = 0;

  allows(lexeme: string): boolean {
    if (lexeme === "[" || lexeme === "{") this.#flow++;
    else if (lexeme === "]" || lexeme === "}") this.#flow = Math.max(0, this.#flow - 1);
    else if (lexeme === "-" || lexeme === "?") this.#onLine++;
    else if (lexeme.endsWith("\n")) this.#onLine = 0;
    return this.#flow <= maxYamlDepth && this.#onLine <= maxYamlDepth;
  }
}

/** libyaml's words where users know them. */
const reasons: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: "found character that cannot start any token",
  BLOCK_AS_IMPLICIT_KEY: "mapping values are not allowed here",
  MULTILINE_IMPLICIT_KEY: "could not find expected ':'",
  MISSING_CHAR: "could not find what has to follow here",
};

function saltReason(code: ErrorCode, message: string): string {
  const own = message.split("\n")[0] ?? "";
  const known = reasons[code];
  return known === undefined ? own : `${known} (${own})`;
}
