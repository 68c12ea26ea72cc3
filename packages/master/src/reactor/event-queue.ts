export interface QueueLimits {
  readonly count: number;
  readonly bytes: number;
}

/** Events that wait for their reactions. Full: the newest is refused, since those that are in it were accepted. */
export class EventQueue<T extends { readonly bytes: number }> {
  readonly #limits: QueueLimits;
  #items: T[] = [];
  #bytes = 0;
  #closed = false;
  #wake: () => void = () => {};

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#items.length;
  }

  /** @returns false: there is no room for it */
  offer(item: T): boolean {
    const isFull = this.#items.length >= this.#limits.count || this.#bytes + item.bytes > this.#limits.bytes;
    if (this.#closed || isFull) return false;
    this.#items.push(item);
    this.#bytes += item.bytes;
    this.#wake();
    return true;
  }

  /** The oldest; waits for it. Undefined: the queue is closed. */
  async next(): Promise<T | undefined> {
    while (this.#items.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const item = this.#closed ? undefined : this.#items.shift();
    if (item) this.#bytes -= item.bytes;
    return item;
  }

  /** @returns what still waited */
  close(): readonly T[] {
    this.#closed = true;
    const rest = this.#items;
    this.#items = [];
    this.#bytes = 0;
    this.#wake();
    return rest;
  }
}
