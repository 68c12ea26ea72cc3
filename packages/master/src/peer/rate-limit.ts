import type { Clock } from "../clock.js";

const minuteMs = 60_000;
const maxKnown = 10_000;

/** So many a minute for each, counted from its first. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #perMinute: number;
  readonly #counts = new Map<string, { readonly since: number; count: number }>();

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** @returns false when it is one too many */
  take(who: string): boolean {
    const now = this.#clock.now();
    const known = this.#counts.get(who);
    if (!known || now - known.since >= minuteMs || now < known.since) {
      if (this.#counts.size >= maxKnown) this.#counts.clear();
      this.#counts.delete(who);
      this.#counts.set(who, { since: now, count: 1 });
      return true;
    }
    known.count += 1;
    return known.count <= this.#perMinute;
  }
}
