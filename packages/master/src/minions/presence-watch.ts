import type { Clock } from "../clock.js";
import type { Presence } from "./presence.js";

export interface PresenceWatchDeps {
  readonly clock: Clock;
  readonly presence: Presence;
  /** Asks minions for a sign of life; calls back for each that gives one. */
  readonly ask: (minions: readonly string[], answered: (minion: string) => void) => Promise<void>;
  /** Of these, who may have lost its connection: those whose address has too few. */
  readonly suspects: (minions: readonly string[]) => Promise<readonly string[]>;
  /** How long they may take. */
  readonly answerMs: number;
}

/** Connections that break together are looked at together. */
const settleMs = 1000;
/** From one look to the next. */
const restMs = 5000;
/** More are not asked at once: each answer costs its minion a process. */
const maxAsked = 200;

/**
 * A connection on the publish port comes or goes, but does not say whose it is. So those whom it may be are asked:
 * who does not answer is gone, and who was silent and answers is back. Nobody is asked while nothing changes.
 */
export class PresenceWatch {
  readonly #deps: PresenceWatchDeps;
  #count: number;
  #lost = false;
  #gained = false;
  #waiting = false;
  #stopped = false;

  constructor(deps: PresenceWatchDeps) {
    this.#deps = deps;
    this.#count = deps.presence.subscribers;
    deps.presence.onSubscribers((count) => this.#changed(count));
  }

  stop(): void {
    this.#stopped = true;
  }

  #changed(count: number): void {
    if (count < this.#count) this.#lost = true;
    else if (count > this.#count) this.#gained = true;
    this.#count = count;
    this.#lookSoon(settleMs);
  }

  #lookSoon(afterMs: number): void {
    if (this.#waiting || this.#stopped) return;
    this.#waiting = true;
    this.#deps.clock.after(afterMs, () => {
      void this.#look().finally(() => {
        this.#deps.clock.after(restMs, () => {
          this.#waiting = false;
          if (this.#lost || this.#gained) this.#lookSoon(0);
        });
      });
    });
  }

  async #look(): Promise<void> {
    const { presence, suspects } = this.#deps;
    const [lost, gained] = [this.#lost, this.#gained];
    this.#lost = false;
    this.#gained = false;
    if (this.#stopped || presence.subscribers === 0) return;
    const gone = lost ? await suspects(presence.present()).catch(() => []) : [];
    const back = gained ? presence.silent() : [];
    const asked = [...new Set([...gone.slice(0, maxAsked), ...back.slice(0, maxAsked)])];
    if (asked.length > 0) await this.#ask(asked).catch(() => undefined);
  }

  async #ask(minions: readonly string[]): Promise<void> {
    const { clock, presence, ask, answerMs } = this.#deps;
    const unanswered = new Set(minions);
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const callOff = clock.after(answerMs, end);
    await ask(minions, (minion) => {
      presence.heard(minion);
      unanswered.delete(minion);
      if (unanswered.size === 0) end();
    });
    await over;
    callOff();
    if (!this.#stopped) for (const minion of unanswered) presence.unanswered(minion);
  }
}
