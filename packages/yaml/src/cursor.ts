import type { Mark } from "./yaml-fault.js";

export const code = (char: string): number => char.charCodeAt(0);
const [tab, lineFeed, carriageReturn, space, nextLine, lineSeparator, paragraphSeparator] = [
  9, 10, 13, 32, 0x85, 0x2028, 0x2029,
];

export const isEnd = (char: number): boolean => char === 0;
export const isBlank = (char: number): boolean => char === space || char === tab;
export const isBreak = (char: number): boolean =>
  char === lineFeed ||
  char === carriageReturn ||
  char === nextLine ||
  char === lineSeparator ||
  char === paragraphSeparator;
export const isBreakOrEnd = (char: number): boolean => char === 0 || isBreak(char);
export const isBlankOrEnd = (char: number): boolean => char === 0 || isBlank(char) || isBreak(char);
export const isDigit = (char: number): boolean => char >= 48 && char <= 57;
/** What names of anchors, handles and directives are made of. */
export const isWord = (char: number): boolean =>
  isDigit(char) || (char >= 65 && char <= 90) || (char >= 97 && char <= 122) || char === 95 || char === 45;

/** Reads a text from start to end and keeps count of lines. Its end reads as 0; a real NUL is refused before. */
export class Cursor {
  readonly text: string;
  index = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text;
  }

  peek(ahead = 0): number {
    const at = this.index + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : 0;
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  /** Past one character that is no line break. */
  skip(): void {
    const char = this.text.charCodeAt(this.index++);
    // The first half of a pair does not count.
    if (char < 0xd800 || char > 0xdbff) this.column++;
  }

  skipWhile(wanted: (char: number) => boolean): void {
    while (wanted(this.peek())) this.skip();
  }

  /** Past as many characters as are wanted, none of them a line break, and gives them. */
  take(wanted: (char: number) => boolean): string {
    const start = this.index;
    this.skipWhile(wanted);
    return this.text.slice(start, this.index);
  }

  /** Past a line break, if there is one; gives what it means in a scalar. */
  readBreak(): string {
    const char = this.peek();
    if (!isBreak(char)) return "";
    this.index += char === carriageReturn && this.peek(1) === lineFeed ? 2 : 1;
    this.line++;
    this.column = 0;
    return char === lineSeparator || char === paragraphSeparator ? String.fromCharCode(char) : "\n";
  }

  /** Is here `---` or `...` alone at the start of a line? */
  atDocumentIndicator(char: "-" | "."): boolean {
    return this.column === 0 && this.text.startsWith(char.repeat(3), this.index) && isBlankOrEnd(this.peek(3));
  }
}
