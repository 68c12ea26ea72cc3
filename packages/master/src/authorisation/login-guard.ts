import { randomInt } from "node:crypto";
import type { Clock } from "../clock.js";

/** A user's failures that are free of charge. */
const freeFailures = 5;
const longestLockMs = 300_000;
const leastDelayMs = 1000;
const maxKnown = 10_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/**
 * Makes guessing slow, and all refusals alike: each takes about as long as the longest that a backend took, at least a
 * second. After five failures in a row a name is locked: two seconds, four, eight, up to five minutes.
 */
export class LoginGuard {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();
  #longestMs = leastDelayMs;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isLocked(name: string): boolean {
    const known = this.#failures.get(name);
    if (known === undefined || known.count < freeFailures) return false;
    const lockMs = Math.min(longestLockMs, 1000 * 2 ** (known.count - freeFailures + 1));
    return this.#clock.now() - known.lastAt < lockMs;
  }

  succeeded(name: string): void {
    this.#failures.delete(name);
  }

  /** Resolves when the refusal may be told. @param tookMs what the backend took; a locked name counts no further */
  async failed(name: string, tookMs: number): Promise<void> {
    this.#longestMs = Math.max(this.#longestMs, Math.min(tookMs, 10_000));
    if (!this.isLocked(name)) {
      const count = (this.#failures.get(name)?.count ?? 0) + 1;
      this.#failures.delete(name);
      this.#failures.set(name, { count, lastAt: this.#clock.now() });
      const oldest = this.#failures.keys().next().value;
      if (this.#failures.size > maxKnown && oldest !== undefined) this.#failures.delete(oldest);
    }
    const delayMs = (this.#longestMs * randomInt(750, 1251)) / 1000 - tookMs;
    await new Promise<void>((resolve) => this.#clock.after(Math.max(0, delayMs), resolve));
  }
}
