import { Cursor, code, isBlank, isBlankOrEnd, isBreakOrEnd } from "./cursor.js";
import { maxYamlDepth } from "./limits.js";
import { scanBlock } from "./scan-block.js";
import { scanPlain } from "./scan-plain.js";
import { scanAnchor, scanDirective, scanTag } from "./scan-properties.js";
import { scanQuoted } from "./scan-quoted.js";
import { type Token, type TokenKind, token } from "./token.js";
import { type Mark, YamlFault } from "./yaml-fault.js";

interface PossibleKey {
  readonly required: boolean;
  /** Which token it is, counted from the first. */
  readonly number: number;
  readonly mark: Mark;
}

const [space, tab, hash, byteOrderMark] = [32, 9, code("#"), 0xfeff];
/** A key without `?` ends on its line and within so many characters. */
const maxKeyLength = 1024;
const notPlain = new Set([..."-?:,[]{}#&*!|>'\"%@`"].map(code));

/**
 * Cuts a text into tokens. A key shows only at its colon, so tokens wait while they may turn out to be one.
 * @source libyaml, scanner.c
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #tokens: Token[] = [];
  #taken = 0;
  #done = false;
  #indent = -1;
  readonly #indents: number[] = [];
  #keyAllowed = true;
  /** One for each level of brackets, the block outside of them first. */
  readonly #keys: (PossibleKey | null)[] = [null];

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    return this.#tokens[0] ?? token("stream end", this.#cursor.mark());
  }

  next(): Token {
    const first = this.peek();
    this.#tokens.shift();
    this.#taken++;
    return first;
  }

  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#tokens.length === 0) return true;
    this.#dropStaleKeys();
    for (const key of this.#keys) if (key?.number === this.#taken) return true;
    return false;
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1;
  }

  #fetch(): void {
    this.#toNextToken();
    this.#dropStaleKeys();
    this.#unwind(this.#cursor.column);
    const cursor = this.#cursor;
    const char = cursor.peek();
    if (char === 0) this.#streamEnd();
    else if (cursor.column === 0 && char === code("%")) this.#outside(() => scanDirective(cursor));
    else if (cursor.atDocumentIndicator("-")) this.#outside(() => this.#indicator("document start", 3));
    else if (cursor.atDocumentIndicator(".")) this.#outside(() => this.#indicator("document end", 3));
    else if (!this.#fetchMarked(String.fromCharCode(char), isBlankOrEnd(cursor.peek(1)))) this.#plain(char);
  }

  /** False where the letter starts no token of its own kind here. */
  #fetchMarked(letter: string, endsWord: boolean): boolean {
    const cursor = this.#cursor;
    if (letter === "[" || letter === "{") this.#flowStart(letter);
    else if (letter === "]" || letter === "}") this.#flowEnd(letter);
    else if (letter === ",") this.#comma();
    else if (letter === "-" && endsWord) this.#blockEntry();
    else if (letter === "?" && (endsWord || this.#inFlow)) this.#explicitKey();
    else if (letter === ":" && (endsWord || this.#inFlow)) this.#value();
    else if (letter === "*") this.#content(() => scanAnchor(cursor, "alias"));
    else if (letter === "&") this.#content(() => scanAnchor(cursor, "anchor"));
    else if (letter === "!") this.#content(() => scanTag(cursor, this.#inFlow));
    else if ((letter === "|" || letter === ">") && !this.#inFlow) this.#blockScalar();
    else if (letter === "'" || letter === '"') this.#content((start) => token("scalar", start, scanQuoted(cursor)));
    else return false;
    return true;
  }

  #comma(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#add(this.#indicator(",", 1));
  }

  #plain(char: number): void {
    const next = this.#cursor.peek(1);
    const starts =
      !(isBlankOrEnd(char) || notPlain.has(char)) ||
      (char === code("-") && !isBlank(next)) ||
      (!this.#inFlow && (char === code("?") || char === code(":")) && !isBlankOrEnd(next));
    if (!starts) {
      const context = "while scanning for the next token";
      const mark = this.#cursor.mark();
      throw new YamlFault("scanner", "found character that cannot start any token", mark, context, mark);
    }
    this.#content((start) => {
      const { text, atLineStart } = scanPlain(this.#cursor, this.#indent + 1, this.#inFlow);
      if (atLineStart) this.#keyAllowed = true;
      return token("scalar", start, text, "", true);
    });
  }

  #toNextToken(): void {
    const cursor = this.#cursor;
    if (cursor.index === 0 && cursor.peek() === byteOrderMark) cursor.index++;
    for (;;) {
      if (cursor.column === 0 && cursor.peek() === byteOrderMark) cursor.skip();
      const tabsToo = this.#inFlow || !this.#keyAllowed;
      cursor.skipWhile((char) => char === space || (tabsToo && char === tab));
      if (cursor.peek() === hash) cursor.skipWhile((char) => !isBreakOrEnd(char));
      if (cursor.readBreak() === "") return;
      if (!this.#inFlow) this.#keyAllowed = true;
    }
  }

  #add(made: Token): void {
    this.#tokens.push(made);
  }

  #indicator(kind: TokenKind, length: number): Token {
    const start = this.#cursor.mark();
    for (let n = 0; n < length; n++) this.#cursor.skip();
    return token(kind, start);
  }

  #streamEnd(): void {
    if (this.#cursor.column !== 0) {
      this.#cursor.column = 0;
      this.#cursor.line++;
    }
    this.#unwind(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#add(token("stream end", this.#cursor.mark()));
    this.#done = true;
  }

  /** What stands outside of all collections. */
  #outside(scan: () => Token): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#add(scan());
  }

  /** What may be a key. */
  #content(scan: (start: Mark) => Token): void {
    this.#noteKey();
    this.#keyAllowed = false;
    this.#add(scan(this.#cursor.mark()));
  }

  #blockScalar(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#add(token("scalar", this.#cursor.mark(), scanBlock(this.#cursor, this.#indent)));
  }

  #flowStart(kind: "[" | "{"): void {
    this.#noteKey();
    if (this.#keys.length > maxYamlDepth) throw this.#tooDeep();
    this.#keys.push(null);
    this.#keyAllowed = true;
    this.#add(this.#indicator(kind, 1));
  }

  #flowEnd(kind: "]" | "}"): void {
    this.#dropKey();
    if (this.#inFlow) this.#keys.pop();
    this.#keyAllowed = false;
    this.#add(this.#indicator(kind, 1));
  }

  #blockEntry(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw this.#misplaced("block sequence entries");
      this.#roll(this.#cursor.column, null, "block sequence", this.#cursor.mark());
    }
    this.#dropKey();
    this.#keyAllowed = true;
    this.#add(this.#indicator("-", 1));
  }

  #explicitKey(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw this.#misplaced("mapping keys");
      this.#roll(this.#cursor.column, null, "block mapping", this.#cursor.mark());
    }
    this.#dropKey();
    this.#keyAllowed = !this.#inFlow;
    this.#add(this.#indicator("?", 1));
  }

  #value(): void {
    const key = this.#keys.at(-1);
    if (key) {
      this.#tokens.splice(key.number - this.#taken, 0, token("?", key.mark));
      this.#roll(key.mark.column, key.number, "block mapping", key.mark);
      this.#keys[this.#keys.length - 1] = null;
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) throw this.#misplaced("mapping values");
        this.#roll(this.#cursor.column, null, "block mapping", this.#cursor.mark());
      }
      this.#keyAllowed = !this.#inFlow;
    }
    this.#add(this.#indicator(":", 1));
  }

  #roll(column: number, number: number | null, kind: TokenKind, mark: Mark): void {
    if (this.#inFlow || this.#indent >= column) return;
    if (this.#indents.length >= maxYamlDepth) throw this.#tooDeep();
    this.#indents.push(this.#indent);
    this.#indent = column;
    const made = token(kind, mark);
    if (number === null) this.#tokens.push(made);
    else this.#tokens.splice(number - this.#taken, 0, made);
  }

  #unwind(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#add(token("block end", this.#cursor.mark()));
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #noteKey(): void {
    if (!this.#keyAllowed) return;
    this.#dropKey();
    this.#keys[this.#keys.length - 1] = {
      required: !this.#inFlow && this.#indent === this.#cursor.column,
      number: this.#taken + this.#tokens.length,
      mark: this.#cursor.mark(),
    };
  }

  #dropKey(): void {
    const key = this.#keys.at(-1);
    if (key?.required) throw this.#noColon(key);
    this.#keys[this.#keys.length - 1] = null;
  }

  #dropStaleKeys(): void {
    for (let level = 0; level < this.#keys.length; level++) {
      const key = this.#keys[level];
      if (!key) continue;
      if (key.mark.line === this.#cursor.line && key.mark.index + maxKeyLength >= this.#cursor.index) continue;
      if (key.required) throw this.#noColon(key);
      this.#keys[level] = null;
    }
  }

  #noColon(key: PossibleKey): YamlFault {
    const mark = this.#cursor.mark();
    return new YamlFault("scanner", "could not find expected ':'", mark, "while scanning a simple key", key.mark);
  }

  #misplaced(what: string): YamlFault {
    return new YamlFault("scanner", `${what} are not allowed in this context`, this.#cursor.mark());
  }

  #tooDeep(): YamlFault {
    return new YamlFault("limit", `nested more than ${maxYamlDepth} deep`, this.#cursor.mark());
  }
}
