const maxEach = 50;
const maxTotal = 500;

/** Bounds how many requests wait for jobs. Who finds no place is not refused: the answer is then 202 at once. */
export class WaitingRoom {
  readonly #waiting = new Map<string, number>();
  #total = 0;

  /** The answer leaves the room. Undefined: it is full. */
  enter(principal: string): (() => void) | undefined {
    const mine = this.#waiting.get(principal) ?? 0;
    if (mine >= maxEach || this.#total >= maxTotal) return undefined;
    this.#waiting.set(principal, mine + 1);
    this.#total++;
    return () => {
      this.#total--;
      const left = (this.#waiting.get(principal) ?? 1) - 1;
      if (left > 0) this.#waiting.set(principal, left);
      else this.#waiting.delete(principal);
    };
  }
}
