const windowMs = 10_000;
const allowed = 20;
const maxAddresses = 10_000;

/** Counts wrong tokens of each address, so that guessing meets 429. A right token is never counted, nor kept out. */
export class FailedLogins {
  readonly #now: () => number;
  readonly #windows = new Map<string, { count: number; readonly endsAt: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds to wait; 0: this failure was within bounds. */
  failed(address: string): number {
    const now = this.#now();
    const known = this.#windows.get(address);
    if (known === undefined || known.endsAt <= now) {
      this.#windows.delete(address);
      this.#makeRoom();
      this.#windows.set(address, { count: 1, endsAt: now + windowMs });
      return 0;
    }
    known.count++;
    return known.count > allowed ? Math.ceil((known.endsAt - now) / 1000) : 0;
  }

  /** Windows stand in the order in which they end. */
  #makeRoom(): void {
    for (const address of this.#windows.keys()) {
      if (this.#windows.size < maxAddresses) return;
      this.#windows.delete(address);
    }
  }
}
