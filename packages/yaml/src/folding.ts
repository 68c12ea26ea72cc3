import { type Cursor, isBlank, isBreak } from "./cursor.js";

/** Builds the text of a scalar of several lines: one line break is a space, more are one fewer. */
export class Folding {
  readonly #parts: string[] = [];
  #spaces = "";
  #firstBreak = "";
  #moreBreaks = "";
  /** A line break was met since the last word. */
  atLineStart = false;

  /** Adds a word, after what lies between it and the last one. */
  add(word: string): void {
    if (word === "") return;
    this.#settle();
    this.#parts.push(word);
  }

  /** A line break that means nothing; blanks after it do not either. */
  joinLines(): void {
    this.#settle();
    this.atLineStart = true;
  }

  /** Past blanks and line breaks. `refuse` is asked at each blank at the start of a line. */
  blanks(cursor: Cursor, refuse?: () => void): void {
    for (;;) {
      const char = cursor.peek();
      if (isBlank(char)) {
        if (this.atLineStart) {
          refuse?.();
          cursor.skip();
        } else this.#spaces += cursor.take(isBlank);
      } else if (isBreak(char)) this.#break(cursor.readBreak());
      else return;
    }
  }

  #break(read: string): void {
    if (this.atLineStart) this.#moreBreaks += read;
    else {
      this.#spaces = "";
      this.#firstBreak = read;
      this.atLineStart = true;
    }
  }

  #settle(): void {
    if (this.#firstBreak === "\n") this.#parts.push(this.#moreBreaks === "" ? " " : this.#moreBreaks);
    else this.#parts.push(this.#firstBreak, this.#moreBreaks);
    this.#parts.push(this.#spaces);
    this.#spaces = this.#firstBreak = this.#moreBreaks = "";
    this.atLineStart = false;
  }

  /** With what lies after the last word: a quoted scalar has it, a plain one asks before. */
  text(): string {
    this.#settle();
    return this.#parts.join("");
  }

  /** Without what lies after the last word. */
  words(): string {
    return this.#parts.join("");
  }
}
