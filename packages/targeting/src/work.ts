/** Of one minion, for one target: what needs more does not match. About 0.1 s at worst. */
const workPerMinion = 100_000;

export class TooMuchWork extends Error {}

/** What looking through hostile data may still cost. */
export class Work {
  #left = workPerMinion;

  /** @throws TooMuchWork */
  spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) throw new TooMuchWork();
  }
}
