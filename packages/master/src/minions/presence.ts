import { minionTopic } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { SubscriptionWatcher } from "../transport/port.js";

/**
 * Who is there, as far as can be known. Proofs, strongest first:
 *
 * 1. with `zmq_filtering`: the minion's own topic is subscribed on the publish port, or it is not;
 * 2. nobody is subscribed at all: nobody is there;
 * 3. it has asked something since it last left a question unanswered: it is there; else it is not.
 *
 * Without any of them the answer is `null`: not known.
 */
export class Presence implements SubscriptionWatcher {
  readonly #clock: Clock;
  readonly #filtering: boolean;
  readonly #topics = new Map<string, number>();
  readonly #lastSeenAt = new Map<string, number>();
  readonly #silentSince = new Map<string, number>();
  #subscribers = 0;
  #onSubscribers: (count: number) => void = () => undefined;

  constructor(clock: Clock, filtering: boolean) {
    this.#clock = clock;
    this.#filtering = filtering;
  }

  /** Connections that take every publish, or that filter by topic. */
  get subscribers(): number {
    return this.#subscribers;
  }

  /** Calls `see` with each new number of subscribers. */
  onSubscribers(see: (count: number) => void): void {
    this.#onSubscribers = see;
  }

  subscribed(topic: string): void {
    const before = this.#topics.get(topic) ?? 0;
    // One connection subscribes to several topics when it filters: `broadcast` is the one that each of them has.
    this.#topics.set(topic, before + 1);
    if (topic !== "" && topic !== "broadcast") return;
    this.#subscribers++;
    this.#onSubscribers(this.#subscribers);
  }

  unsubscribed(topic: string): void {
    const before = this.#topics.get(topic) ?? 0;
    if (before === 0) return;
    if (topic === "" || topic === "broadcast") this.#subscribers--;
    if (before === 1) this.#topics.delete(topic);
    else this.#topics.set(topic, before - 1);
  }

  /** The minion has sent something that proves it. */
  seen(id: string): void {
    this.#lastSeenAt.set(id, this.#clock.now());
    this.#silentSince.delete(id);
  }

  /** From what an earlier run of the daemon has stored. */
  restore(id: string, lastSeenAt: number): void {
    this.#lastSeenAt.set(id, lastSeenAt);
    this.#silentSince.set(id, lastSeenAt);
  }

  /** The minion did not answer although it was asked. */
  unanswered(id: string): void {
    if (!this.#silentSince.has(id)) this.#silentSince.set(id, this.#clock.now());
  }

  forget(id: string): void {
    this.#lastSeenAt.delete(id);
    this.#silentSince.delete(id);
  }

  lastSeenAt(id: string): number | null {
    return this.#lastSeenAt.get(id) ?? null;
  }

  connected(id: string): boolean | null {
    if (this.#filtering) return this.#topics.has(minionTopic(id));
    if (this.#subscribers === 0) return false;
    if (this.#silentSince.has(id)) return false;
    return this.#lastSeenAt.has(id) ? true : null;
  }

  /** Ids that are known to be there, sorted. */
  present(): string[] {
    return [...this.#lastSeenAt.keys()].filter((id) => this.connected(id) === true).sort();
  }
}
