import type { Budget } from "./budget.js";
import { analyzeScalar, doubleQuotedChar } from "./yaml-scalar.js";

const BEST_WIDTH = 80;
const BEST_INDENT = 2;
const BREAK = /[\n\x85\u2028\u2029]/;

/** The text of a YAML document as it grows: columns, indents and line breaks. @source libyaml emitter.c */
export class YamlText {
  readonly #budget: Budget;
  readonly #parts: string[] = [];
  #length = 0;
  #column = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  /** The last character was white space. */
  #space = true;
  /** Only an indent and indicators stand on the line. */
  atIndent = true;
  flowLevel = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  finish(): string {
    return this.#parts.join("");
  }

  #put(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    this.#budget.text(this.#length);
    this.#column += text.length;
  }

  #lineBreak(char = "\n"): void {
    this.#put(char);
    this.#column = 0;
  }

  /** @param indent whether an indent may follow as if it stood at the start of the line */
  indicator(
    text: string,
    { space = false, indent = false }: { readonly space?: boolean; readonly indent?: boolean },
  ): void {
    if (space && !this.#space) this.#put(" ");
    this.#put(text);
    this.#space = false;
    this.atIndent = this.atIndent && indent;
  }

  newLine(): void {
    const indent = Math.max(this.#indent, 0);
    if (!this.atIndent || this.#column > indent || (this.#column === indent && !this.#space)) this.#lineBreak();
    if (this.#column < indent) this.#put(" ".repeat(indent - this.#column));
    this.#space = true;
    this.atIndent = true;
  }

  breakIfLong(): void {
    if (this.#column > BEST_WIDTH) this.newLine();
  }

  /** @param indentless a list under a key stays at the key's indent */
  indented(indentless: boolean, write: () => void): void {
    this.#deeper(false, indentless);
    write();
    this.#indent = this.#indents.pop() ?? -1;
  }

  #deeper(flow: boolean, indentless: boolean): void {
    this.#indents.push(this.#indent);
    if (this.#indent < 0) this.#indent = flow ? BEST_INDENT : 0;
    else if (!indentless) this.#indent += BEST_INDENT;
  }

  open(bracket: string): void {
    this.indicator(bracket, { space: true });
    this.#space = true;
    this.#deeper(true, false);
    this.flowLevel += 1;
  }

  flowItem(at: number): void {
    if (at > 0) this.indicator(",", {});
    this.breakIfLong();
  }

  close(bracket: string): void {
    this.flowLevel -= 1;
    this.#indent = this.#indents.pop() ?? -1;
    this.indicator(bracket, {});
  }

  /** Text that needs no quotes. */
  plain(text: string, split = false): void {
    if (text === "") return;
    if (!this.#space) this.#put(" ");
    this.#words(text, split, false);
    this.#space = false;
    this.atIndent = false;
  }

  isPlain(text: string): boolean {
    const { flowPlain, blockPlain } = analyzeScalar(text);
    return this.flowLevel > 0 ? flowPlain : blockPlain;
  }

  scalar(text: string, isKey: boolean): void {
    const { flowPlain, blockPlain, singleQuoted, multiline } = analyzeScalar(text);
    this.#deeper(true, false);
    if ((this.flowLevel > 0 ? flowPlain : blockPlain) && !(isKey && multiline)) this.plain(text, !isKey);
    else if (singleQuoted && !(isKey && multiline)) this.#singleQuoted(text, !isKey);
    else this.#doubleQuoted(text, !isKey);
    this.#indent = this.#indents.pop() ?? -1;
  }

  #singleQuoted(text: string, split: boolean): void {
    this.indicator("'", { space: true });
    this.#words(text.replaceAll("'", "''"), split, true);
    this.indicator("'", {});
  }

  #words(text: string, split: boolean, quoted: boolean): void {
    let spaces = false;
    let breaks = false;
    for (let at = 0; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (char === " ") {
        const inside = !quoted || (at > 0 && at < text.length - 1);
        if (split && !spaces && this.#column > BEST_WIDTH && inside && text.charAt(at + 1) !== " ") this.newLine();
        else this.#put(char);
        spaces = true;
      } else if (BREAK.test(char)) {
        if (!breaks && char === "\n") this.#lineBreak();
        this.#lineBreak(char);
        this.atIndent = true;
        breaks = true;
      } else {
        if (breaks) this.newLine();
        this.#put(char);
        this.atIndent = false;
        spaces = false;
        breaks = false;
      }
    }
    if (quoted && breaks) this.newLine();
    this.#space = false;
  }

  #doubleQuoted(text: string, split: boolean): void {
    this.indicator('"', { space: true });
    const chars = Array.from(text);
    let spaces = false;
    for (const [at, char] of chars.entries()) {
      if (char !== " ") {
        this.#put(doubleQuotedChar(char));
        spaces = false;
        continue;
      }
      if (split && !spaces && this.#column > BEST_WIDTH && at > 0 && at < chars.length - 1) {
        this.newLine();
        if (chars[at + 1] === " ") this.#put("\\");
      } else this.#put(char);
      spaces = true;
    }
    this.indicator('"', {});
  }
}
