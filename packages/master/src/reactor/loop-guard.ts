import type { Clock } from "../clock.js";

export interface LoopLimits {
  /** How long a chain of reactions to the answers of reactions may be. */
  readonly maxChain: number;
  /** How often in a minute one file may be rendered for one entry of `reactor`. */
  readonly perMinute: number;
}

export type Verdict =
  | { readonly go: true }
  /** `first`: nobody has been told of it yet. */
  | { readonly go: false; readonly first: boolean; readonly reason: string };

const windowMs = 60_000;
const maxJobs = 10_000;

/**
 * Notices reactions that cause themselves.
 *
 *     event -> reaction -> job -> its return is an event -> reaction -> job -> …     chain 1, 2, …
 *
 * A job is known by its id. What goes through a minion that fires events, or a runner, is not: there the rate tells.
 */
export class LoopGuard {
  readonly #clock: Clock;
  readonly #limits: LoopLimits;
  readonly #chains = new Map<string, number>();
  readonly #windows = new Map<string, { readonly since: number; count: number }>();

  constructor(clock: Clock, limits: LoopLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** How many reactions led to an event of this job. */
  chainOf(jid: string | null): number {
    return jid === null ? 0 : (this.#chains.get(jid) ?? 0);
  }

  /** A reaction to an event of this chain has published a job. */
  published(jid: string, chain: number): void {
    this.#chains.set(jid, chain + 1);
    const [oldest] = this.#chains.keys();
    if (this.#chains.size > maxJobs && oldest !== undefined) this.#chains.delete(oldest);
  }

  take(pattern: string, sls: string, chain: number): Verdict {
    const { maxChain, perMinute } = this.#limits;
    if (chain >= maxChain) {
      return { go: false, first: true, reason: `it is the end of a chain of ${chain} reactions that cause each other` };
    }
    const key = `${pattern}\0${sls}`;
    const now = this.#clock.now();
    const known = this.#windows.get(key);
    if (!known || now - known.since >= windowMs || now < known.since) {
      this.#windows.set(key, { since: now, count: 1 });
      return { go: true };
    }
    known.count += 1;
    if (known.count <= perMinute) return { go: true };
    const reason = `it was run ${perMinute} times within a minute; it is held for the rest of the minute`;
    return { go: false, first: known.count === perMinute + 1, reason };
  }
}

const inTag = /^(?:salt\/(?:job|run|wheel)\/)?(\d{20}(?:_[A-Za-z0-9]{1,32})?)(?:\/|$)/;

/** The job that an event tells of, by its data or its tag. */
export function jobOfEvent(tag: string, jid: unknown): string | null {
  return typeof jid === "string" && jid !== "" ? jid : (inTag.exec(tag)?.[1] ?? null);
}
