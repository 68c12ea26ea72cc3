import { minionTopic } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { SubscriptionWatcher } from "../transport/port.js";

interface Sight {
  lastSeenAt: number | null;
  /** Since when it has left questions unanswered. */
  silentSince: number | null;
  /** When it last answered a publish. */
  heardAt: number | null;
  /** When it last left a publish unanswered. */
  deafAt: number | null;
  /** Whether it was there when last looked, and since when. */
  there: boolean | null;
  since: number | null;
  /** When it came and went lately. */
  changes: number[];
}

/** Changes count for this long. */
const flapWindowMs = 3_600_000;
/** Gone and back twice within that time: nobody does that on purpose. */
const flapChanges = 4;

/**
 * Who is there, as far as can be known. Proofs, strongest first:
 *
 * 1. with `zmq_filtering`: the minion's own topic is subscribed on the publish port, or it is not;
 * 2. nobody is subscribed at all: nobody is there;
 * 3. it has asked something since it last left a question unanswered: it is there; else it is not.
 *
 * Without any of them the answer is `null`: not known. To be there is one thing, to hear publishes another: only an
 * answer to a publish proves that.
 */
export class Presence implements SubscriptionWatcher {
  readonly #clock: Clock;
  readonly #filtering: boolean;
  readonly #topics = new Map<string, number>();
  readonly #idOfTopic = new Map<string, string>();
  readonly #sights = new Map<string, Sight>();
  #subscribers = 0;
  readonly #watchers: ((count: number) => void)[] = [];

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
    this.#watchers.push(see);
  }

  subscribed(topic: string): void {
    const before = this.#topics.get(topic) ?? 0;
    // One connection subscribes to several topics when it filters: `broadcast` is the one that each of them has.
    this.#topics.set(topic, before + 1);
    this.#noteTopic(topic);
    if (isEverybodys(topic)) this.#count(1);
  }

  unsubscribed(topic: string): void {
    const before = this.#topics.get(topic) ?? 0;
    if (before === 0) return;
    if (before === 1) this.#topics.delete(topic);
    else this.#topics.set(topic, before - 1);
    this.#noteTopic(topic);
    if (isEverybodys(topic)) this.#count(-1);
  }

  /** The minion has sent something that proves it. */
  seen(id: string): void {
    const sight = this.#sight(id);
    sight.lastSeenAt = this.#clock.now();
    sight.silentSince = null;
    this.#note(id, sight);
  }

  /** The minion has answered a publish. */
  heard(id: string): void {
    const sight = this.#sight(id);
    sight.heardAt = this.#clock.now();
    sight.deafAt = null;
    this.seen(id);
  }

  /** From what an earlier run of the daemon has stored. */
  restore(id: string, lastSeenAt: number): void {
    const sight = this.#sight(id);
    sight.lastSeenAt = lastSeenAt;
    sight.silentSince = lastSeenAt;
  }

  /** The minion did not answer although it was asked. */
  unanswered(id: string): void {
    const sight = this.#sight(id);
    sight.silentSince ??= this.#clock.now();
    sight.deafAt = this.#clock.now();
    this.#note(id, sight);
  }

  forget(id: string): void {
    this.#sights.delete(id);
    this.#idOfTopic.delete(minionTopic(id));
  }

  lastSeenAt(id: string): number | null {
    return this.#sights.get(id)?.lastSeenAt ?? null;
  }

  connected(id: string): boolean | null {
    if (this.#filtering) return this.#topics.has(minionTopic(id));
    if (this.#subscribers === 0) return false;
    const sight = this.#sights.get(id);
    if (!sight || sight.lastSeenAt === null) return sight?.silentSince == null ? null : false;
    return sight.silentSince === null;
  }

  /** Since when it has been there, or away; null where that was never seen. */
  since(id: string): number | null {
    return this.#sights.get(id)?.since ?? null;
  }

  /** Whether publishes reach it. Null: not known, it was not asked yet. */
  hears(id: string): boolean | null {
    const there = this.connected(id);
    if (there === false) return false;
    const sight = this.#sights.get(id);
    if (this.#filtering && there) return true;
    if (!sight || sight.deafAt !== null) return sight ? false : null;
    // What it heard before it last went away says nothing of now.
    return sight.heardAt !== null && sight.heardAt >= (sight.since ?? 0) ? true : null;
  }

  /** Came and went again and again within the last hour. */
  flapping(id: string): boolean {
    const from = this.#clock.now() - flapWindowMs;
    return (this.#sights.get(id)?.changes ?? []).filter((at) => at > from).length >= flapChanges;
  }

  /** Ids that are known to be there, sorted. */
  present(): string[] {
    return [...this.#sights.keys()].filter((id) => this.connected(id) === true).sort();
  }

  /** Ids that were there and do not answer, those silent for the shortest time first. */
  silent(): string[] {
    return [...this.#sights]
      .filter(([, { silentSince }]) => silentSince !== null)
      .sort(([, a], [, b]) => (b.silentSince ?? 0) - (a.silentSince ?? 0))
      .map(([id]) => id);
  }

  #count(by: number): void {
    this.#subscribers += by;
    // With the last subscriber all are gone, whoever they are.
    if (!this.#filtering && this.#subscribers === 0) for (const [id, sight] of this.#sights) this.#note(id, sight);
    for (const see of this.#watchers) see(this.#subscribers);
  }

  #noteTopic(topic: string): void {
    const id = this.#filtering ? this.#idOfTopic.get(topic) : undefined;
    if (id !== undefined) this.#note(id, this.#sight(id));
  }

  #note(id: string, sight: Sight): void {
    const there = this.connected(id);
    if (there === null || there === sight.there) return;
    const now = this.#clock.now();
    // The first sight of a minion is no change.
    if (sight.there !== null) {
      sight.changes = [...sight.changes.filter((at) => at > now - flapWindowMs), now].slice(-50);
    }
    sight.there = there;
    sight.since = now;
  }

  #sight(id: string): Sight {
    const known = this.#sights.get(id);
    if (known) return known;
    const sight: Sight = {
      lastSeenAt: null,
      silentSince: null,
      heardAt: null,
      deafAt: null,
      there: null,
      since: null,
      changes: [],
    };
    this.#sights.set(id, sight);
    if (this.#filtering) this.#idOfTopic.set(minionTopic(id), id);
    return sight;
  }
}

function isEverybodys(topic: string): boolean {
  return topic === "" || topic === "broadcast";
}
