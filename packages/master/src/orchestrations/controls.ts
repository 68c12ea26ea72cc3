/** What an operator wants of a run before a step, or before each of them. */
interface Wish {
  readonly what: "pause" | "kill";
  /** Null: until it is taken back. */
  readonly until: number | null;
}

const every = "__all__";

/** `state.pause`, `state.resume` and `state.soft_kill`, by the id of the step that they name. */
export class Controls {
  readonly #wishes = new Map<string, Wish>();
  #wake: () => void = () => undefined;

  set(id: string | null, wish: Wish): void {
    this.#wishes.set(id ?? every, wish);
    this.#wake();
  }

  clear(id: string | null): void {
    if (id === null) this.#wishes.clear();
    else this.#wishes.delete(id);
    this.#wake();
  }

  /** What holds for a step now. */
  of(id: string, now: number): Wish | null {
    const wish = this.#wishes.get(id) ?? this.#wishes.get(every) ?? null;
    return wish?.until != null && wish.until <= now ? null : wish;
  }

  /** Resolves at the next change. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.#wake;
      this.#wake = () => {
        before();
        resolve();
      };
    });
  }
}
