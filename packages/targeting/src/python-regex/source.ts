import { Refusal } from "./refusal.js";

/** The pattern, read from left to right. */
export class Source {
  readonly #chars: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#chars = Array.from(pattern);
  }

  /** Undefined at the end. */
  peek(): string | undefined {
    return this.#chars[this.#at];
  }

  next(): string | undefined {
    return this.#chars[this.#at++];
  }

  /** Takes `text` if it comes next. */
  take(text: string): boolean {
    const chars = Array.from(text);
    if (!chars.every((char, i) => this.#chars[this.#at + i] === char)) return false;
    this.#at += chars.length;
    return true;
  }

  takeWhile(allowed: RegExp, atMost = Number.POSITIVE_INFINITY): string {
    let taken = "";
    for (let count = 0; count < atMost; count++) {
      const char = this.peek();
      if (char === undefined || !allowed.test(char)) break;
      taken += char;
      this.#at++;
    }
    return taken;
  }

  takeUntil(end: string, missing: string): string {
    let taken = "";
    for (;;) {
      const char = this.next();
      if (char === undefined) throw new Refusal(missing);
      if (char === end) return taken;
      taken += char;
    }
  }

  get position(): number {
    return this.#at;
  }

  rewind(position: number): void {
    this.#at = position;
  }
}
