import type { Clock } from "../clock.js";
import type { Log } from "../log.js";
import type { Counters } from "../status/counters.js";

export interface Updated {
  /** For messages. */
  readonly name: string;
  readonly intervalMs: number;
  /** Fetches; true where something has changed. */
  update(): Promise<boolean>;
}

/** Fetches again and again, and tells when something has changed. */
export class GitUpdates {
  readonly #clock: Clock;
  readonly #counters: Counters;
  readonly #log: Log;
  readonly #callOff = new Map<Updated, () => void>();
  #stopped = false;

  constructor(clock: Clock, counters: Counters, log: Log) {
    this.#clock = clock;
    this.#counters = counters;
    this.#log = log;
  }

  /** The first time at once. */
  start(one: Updated, onChange: () => void): void {
    void this.#turn(one, onChange);
  }

  stop(): void {
    this.#stopped = true;
    for (const callOff of this.#callOff.values()) callOff();
  }

  async #turn(one: Updated, onChange: () => void): Promise<void> {
    try {
      if (await one.update()) {
        this.#counters.add(`${one.name}.updated`);
        this.#log.info({ event: "git.updated", what: one.name }, `${one.name} has changed`);
        onChange();
      }
    } catch (err) {
      this.#log.error({ event: "git.failed", what: one.name, err }, `${one.name} could not be updated`);
    }
    if (!this.#stopped)
      this.#callOff.set(
        one,
        this.#clock.after(one.intervalMs, () => void this.#turn(one, onChange)),
      );
  }
}

/** Says once that a remote is away, and once that it is back. */
export function awayLog(name: string, counters: Counters, log: Log): (label: string, why: unknown) => void {
  const told = new Map<string, string>();
  return (label, why) => {
    counters.add(`${name}.away`);
    const text = why instanceof Error ? why.message : String(why);
    if (told.get(label) === text) return;
    told.set(label, text);
    log.warn(
      { event: "git.away", what: name, remote: label },
      `${name}: ${label} cannot be fetched; what was fetched before counts: ${text}`,
    );
  };
}
