/** At most `width` tasks at once and `depth` waiting: work of one kind cannot starve the others. */
export class Lane {
  readonly #width: number;
  readonly #depth: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(width: number, depth: number) {
    this.#width = width;
    this.#depth = depth;
  }

  /** @returns null when the lane is full */
  async run<T>(task: () => Promise<T>): Promise<T | null> {
    if (this.#running >= this.#width) {
      if (this.#waiting.length >= this.#depth) return null;
      // The place of the one that ends is handed over: nobody else can take it in between.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
