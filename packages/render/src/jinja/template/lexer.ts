import { TemplateSyntaxError } from "../errors.js";
import { stripRight } from "../methods/text-split.js";
import { stringRepr } from "../objects/repr.js";
import { unescapeLiteral } from "./string-literal.js";
import type { Syntax } from "./syntax.js";
import type { Token, TokenType } from "./tokens.js";

type State = "root" | "comment" | "block" | "variable" | "raw" | "line" | "lineComment";

interface Rules {
  readonly root: RegExp;
  /** What each start string opens, in the order of the groups of `root`. */
  readonly opens: readonly State[];
  readonly comment: RegExp;
  readonly raw: RegExp;
  readonly blockEnd: RegExp;
  readonly variableEnd: RegExp;
  readonly lineEnd: RegExp;
  readonly lineComment: RegExp;
}

const TOKENS: readonly (readonly [TokenType | "space", RegExp])[] = [
  ["space", /\s+/y],
  ["float", /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y],
  ["integer", /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y],
  ["name", /[\p{L}\p{N}_\p{Mn}]+/uy],
  ["string", /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y],
  ["operator", /\/\/|\*\*|==|!=|>=|<=|[+\-/*%~[\](){}><=.:|,;]/y],
];

const CLOSING = new Map([
  ["{", "}"],
  ["(", ")"],
  ["[", "]"],
]);

/**
 * The tokens of a template.
 *
 * @throws TemplateSyntaxError
 * @source jinja2/lexer.py, class Lexer
 */
export function tokenize(source: string, syntax: Syntax): Token[] {
  return new Lexer(source, syntax).run();
}

class Lexer {
  readonly #source: string;
  readonly #syntax: Syntax;
  readonly #rules: Rules;
  readonly #tokens: Token[] = [];
  readonly #states: State[] = ["root"];
  readonly #open: string[] = [];
  #at = 0;
  #line = 1;
  #lineStarting = true;

  constructor(source: string, syntax: Syntax) {
    const lines = source.split(/\r\n|\r|\n/);
    if (!syntax.keepTrailingNewline && lines.at(-1) === "") lines.pop();
    this.#source = lines.join("\n");
    this.#syntax = syntax;
    this.#rules = rulesOf(syntax);
  }

  run(): Token[] {
    while (this.#at < this.#source.length || this.#inLineStatement()) {
      const before = this.#at;
      const depth = this.#states.length;
      this.#step(this.#states.at(-1) ?? "root");
      if (this.#at === before && this.#states.length === depth) break;
    }
    this.#push("eof", "");
    return this.#tokens;
  }

  #inLineStatement(): boolean {
    const state = this.#states.at(-1);
    return state === "line" && this.#open.length === 0;
  }

  #step(state: State): void {
    if (state === "root") this.#root();
    else if (state === "comment") this.#until(this.#rules.comment, "Missing end of comment tag");
    else if (state === "raw") this.#raw();
    else if (state === "lineComment") this.#until(this.#rules.lineComment, "Missing end of comment tag");
    else this.#expression(state);
  }

  #push(type: TokenType, value: string): void {
    this.#tokens.push({ type, value, line: this.#line });
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source);
  }

  #advance(text: string): void {
    this.#at += text.length;
    this.#lineStarting = text.endsWith("\n");
  }

  #count(text: string): void {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#line += 1;
  }

  #data(text: string): void {
    if (text !== "") this.#push("data", text.replaceAll("\n", this.#syntax.newlineSequence));
  }

  #root(): void {
    const found = this.#match(this.#rules.root);
    if (found === null) {
      const rest = this.#source.slice(this.#at);
      this.#data(rest);
      this.#count(rest);
      this.#advance(rest);
      return;
    }
    const [whole, text = "", ...groups] = found;
    const group = groups.findIndex((one, index) => index % 2 === 0 && one !== undefined);
    const opened = this.#rules.opens[group / 2] ?? "raw";
    const sign = groups[group + 1] ?? "";
    this.#data(this.#leading(text, sign, opened));
    this.#count(text);
    if (opened === "block" || opened === "line") this.#push("block_begin", "");
    if (opened === "variable") this.#push("variable_begin", "");
    this.#count(groups[group] ?? "");
    this.#states.push(opened);
    this.#advance(whole);
  }

  /** The text before a tag, without the white space that the tag takes away. */
  #leading(text: string, sign: string, opened: State): string {
    if (sign === "-") return stripRight(text, null);
    if (sign === "+" || !this.#syntax.lstripBlocks || opened === "variable") return text;
    const start = text.lastIndexOf("\n") + 1;
    const blank = start < text.length && /^\s+$/.test(text.slice(start));
    return blank && (start > 0 || this.#lineStarting) ? text.slice(0, start) : text;
  }

  #until(pattern: RegExp, missing: string): void {
    const found = this.#match(pattern);
    if (found === null) throw new TemplateSyntaxError(missing, this.#line);
    this.#count(found[0]);
    this.#advance(found[0]);
    this.#states.pop();
  }

  #raw(): void {
    const found = this.#match(this.#rules.raw);
    if (found === null) throw new TemplateSyntaxError("Missing end of raw directive", this.#line);
    const [whole, text = "", sign = ""] = found;
    this.#data(this.#leading(text, sign, "raw"));
    this.#count(whole);
    this.#advance(whole);
    this.#states.pop();
  }

  #expression(state: State): void {
    if (this.#open.length === 0) {
      const end = state === "block" ? "blockEnd" : state === "variable" ? "variableEnd" : "lineEnd";
      const found = this.#match(this.#rules[end]);
      if (found !== null) {
        this.#push(state === "variable" ? "variable_end" : "block_end", "");
        this.#count(found[0]);
        this.#advance(found[0]);
        this.#states.pop();
        return;
      }
    }
    for (const [type, pattern] of TOKENS) {
      const found = this.#match(pattern);
      if (found === null) continue;
      this.#token(type, found[0]);
      this.#count(found[0]);
      this.#advance(found[0]);
      return;
    }
    const char = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    throw new TemplateSyntaxError(`unexpected char ${stringRepr(char)} at ${this.#at}`, this.#line);
  }

  #token(type: TokenType | "space", text: string): void {
    if (type === "space") return;
    if (type === "name" && !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(text)) {
      throw new TemplateSyntaxError("Invalid character in identifier", this.#line);
    }
    if (type === "operator") this.#balance(text);
    this.#push(type, this.#value(type, text));
  }

  #value(type: TokenType, text: string): string {
    if (type === "string") return unescapeLiteral(text.slice(1, -1), this.#line);
    return type === "integer" || type === "float" ? text.replaceAll("_", "") : text;
  }

  #balance(operator: string): void {
    const closing = CLOSING.get(operator);
    if (closing !== undefined) {
      this.#open.push(closing);
    } else if ("})]".includes(operator)) {
      const expected = this.#open.pop();
      if (expected === undefined) throw new TemplateSyntaxError(`unexpected '${operator}'`, this.#line);
      if (expected !== operator) {
        throw new TemplateSyntaxError(`unexpected '${operator}', expected '${expected}'`, this.#line);
      }
    }
  }
}

function rulesOf(syntax: Syntax): Rules {
  const quote = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  const blockStart = quote(syntax.blockStart);
  const blockEnd = quote(syntax.blockEnd);
  const variableEnd = quote(syntax.variableEnd);
  const commentEnd = quote(syntax.commentEnd);
  const trimmed = syntax.trimBlocks ? "\\n?" : "";
  const starts = startsOf(syntax, quote);
  const raw = `(${blockStart}([-+]|)\\s*raw\\s*(?:-${blockEnd}\\s*|${blockEnd}))`;
  const tags = starts.map(({ pattern }) => `(${pattern}([-+]|))`);
  const blockTail = `(?:\\+${blockEnd}|-${blockEnd}\\s*|${blockEnd}${trimmed})`;
  return {
    root: new RegExp(`([^]*?)(?:${[raw, ...tags].join("|")})`, "my"),
    opens: ["raw", ...starts.map(({ opens }) => opens)],
    comment: new RegExp(`[^]*?(?:\\+${commentEnd}|-${commentEnd}\\s*|${commentEnd}${trimmed})`, "y"),
    raw: new RegExp(`([^]*?)(?:${blockStart}([-+]|))\\s*endraw\\s*${blockTail}`, "y"),
    blockEnd: new RegExp(blockTail, "y"),
    variableEnd: new RegExp(`-${variableEnd}\\s*|${variableEnd}`, "y"),
    lineEnd: /\s*(?:\n|$)/y,
    lineComment: /[^\n]*/y,
  };
}

interface Start {
  readonly length: number;
  readonly order: string;
  readonly pattern: string;
  readonly opens: State;
}

/** Longer start strings are tried first, as Jinja2 sorts them. */
function startsOf(syntax: Syntax, quote: (text: string) => string): readonly Start[] {
  const starts: Start[] = [
    start(syntax.commentStart, "comment_begin", quote(syntax.commentStart), "comment"),
    start(syntax.blockStart, "block_begin", quote(syntax.blockStart), "block"),
    start(syntax.variableStart, "variable_begin", quote(syntax.variableStart), "variable"),
  ];
  const { lineStatementPrefix: statement, lineCommentPrefix: comment } = syntax;
  if (statement !== undefined) {
    starts.push(start(statement, "linestatement_begin", `^[ \\t\\v]*${quote(statement)}`, "line"));
  }
  if (comment !== undefined) {
    const pattern = `(?:^|(?<=\\S))[^\\S\\r\\n]*${quote(comment)}`;
    starts.push(start(comment, "linecomment_begin", pattern, "lineComment"));
  }
  return starts.sort((a, b) => b.length - a.length || (a.order < b.order ? 1 : -1));
}

function start(text: string, order: string, pattern: string, opens: State): Start {
  return { length: text.length, order, pattern, opens };
}
