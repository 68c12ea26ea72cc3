import type { Clock } from "../clock.js";

/** `recon_max` of stock minions and a second: by then every minion that was connected before a restart is back. */
const graceMs = 12_000;

export interface ReconnectGraceOptions {
  readonly clock: Clock;
  /** Minions that were there before the restart. */
  readonly expected: number;
  /** Calls back with each new count of subscribers. */
  readonly onSubscribers: (see: (count: number) => void) => void;
}

/**
 * The first seconds after a restart: minions come back within 1 to 11 s, and what is published before is lost for them.
 * So a job waits until as many have subscribed as there were before, or until the time is over, and nobody is reported
 * as silent who was only still on the way.
 */
export class ReconnectGrace {
  #over: boolean;
  #waiting: (() => void)[] = [];

  constructor({ clock, expected, onSubscribers }: ReconnectGraceOptions) {
    this.#over = expected === 0;
    if (this.#over) return;
    const callOff = clock.after(graceMs, () => this.#end());
    onSubscribers((count) => {
      if (count < expected || this.#over) return;
      callOff();
      this.#end();
    });
  }

  wait(): Promise<void> {
    return this.#over ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #end(): void {
    this.#over = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
