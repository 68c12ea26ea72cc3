/** Messages that wait for one reader. */
export class Inbox {
  readonly #messages: unknown[] = [];
  #ended: { readonly reason: unknown } | null = null;
  #wake: () => void = () => undefined;

  get size(): number {
    return this.#messages.length;
  }

  put(message: unknown): void {
    this.#messages.push(message);
    this.#wake();
  }

  /** What is there can still be taken; then `take` throws the reason of the first end. */
  end(reason: unknown): void {
    this.#ended ??= { reason };
    this.#wake();
  }

  async take(): Promise<unknown> {
    while (this.#messages.length === 0) {
      if (this.#ended) throw this.#ended.reason;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#messages.shift();
  }
}
