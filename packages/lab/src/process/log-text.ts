interface Waiting {
  readonly pattern: RegExp;
  readonly from: number;
  readonly found: (match: RegExpExecArray) => void;
  readonly failed: (error: Error) => void;
}

/** What a process has written, in order, and a way to wait for what it has not written yet. */
export class LogText {
  #text = "";
  #ended: string | null = null;
  readonly #waiting = new Set<Waiting>();

  get text(): string {
    return this.#text;
  }

  /** Position behind the last character: waiting `from` here ignores what is already written. */
  get end(): number {
    return this.#text.length;
  }

  append(chunk: string): void {
    this.#text += chunk;
    for (const waiting of this.#waiting) {
      const match = this.#find(waiting);
      if (!match) continue;
      this.#waiting.delete(waiting);
      waiting.found(match);
    }
  }

  /** Nothing more comes: those who wait are told why. */
  close(reason: string): void {
    this.#ended = reason;
    for (const waiting of this.#waiting) waiting.failed(this.#error(`${reason} before it wrote ${waiting.pattern}`));
    this.#waiting.clear();
  }

  reopen(): void {
    this.#ended = null;
  }

  /** @throws Error with the last lines when the time is over or the writer has ended */
  waitFor(pattern: RegExp, timeoutMs: number, from = 0): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const already = this.#find({ pattern, from });
      if (already) return resolve(already);
      if (this.#ended !== null) return reject(this.#error(`${this.#ended} without ${pattern}`));
      const settle = <Value>(act: (value: Value) => void) => {
        return (value: Value) => {
          clearTimeout(timer);
          act(value);
        };
      };
      const waiting: Waiting = { pattern, from, found: settle(resolve), failed: settle(reject) };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(this.#error(`no ${pattern} within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      this.#waiting.add(waiting);
    });
  }

  #find({ pattern, from }: Pick<Waiting, "pattern" | "from">): RegExpExecArray | null {
    // Without the flags that would make the pattern remember where it stopped.
    return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).exec(this.#text.slice(from));
  }

  #error(what: string): Error {
    return new Error(`${what}; its last lines:\n${this.#text.trimEnd().split("\n").slice(-25).join("\n")}`);
  }
}
