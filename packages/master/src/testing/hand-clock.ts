import type { Clock } from "../clock.js";

/** A clock that stands still until it is moved. Timers fire in order of their time while it moves. */
export class HandClock implements Clock {
  #nowMs: number;
  #timers: { readonly at: number; readonly order: number; readonly task: () => void }[] = [];
  #order = 0;

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  nowMicros(): bigint {
    return BigInt(this.#nowMs) * 1000n;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.#nowMs + ms, order: this.#order++, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, letting promises settle after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#nowMs + ms;
    await settle();
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#nowMs = Math.max(this.#nowMs, due.at);
      due.task();
      await settle();
    }
    this.#nowMs = end;
    await settle();
  }
}

/** Lets everything that is ready run: several turns, since one promise may wait for another. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
