/** Runs the work of one id after the other; different ids do not wait for each other. */
export class IdLocks {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Ids with work running or waiting. */
  get size(): number {
    return this.#tails.size;
  }

  run<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(id) ?? Promise.resolve();
    const mine = before.then(work, work);
    // The tail carries order only: who asked sees the failure, the next in line does not.
    const tail: Promise<void> = mine.then(
      () => this.#forget(id, tail),
      () => this.#forget(id, tail),
    );
    this.#tails.set(id, tail);
    return mine;
  }

  #forget(id: string, tail: Promise<unknown>): void {
    if (this.#tails.get(id) === tail) this.#tails.delete(id);
  }
}
