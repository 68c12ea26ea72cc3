import type { BusEvent, EventGap, EventService, Packed } from "@salina/api";
import { encode, type Spliced, type Value } from "@salina/wire";
import type { Clock } from "../clock.js";

/** What an event carries: a map, whose values may be packed already. */
export type EventData = ReadonlyMap<Value, Value | Spliced>;

/** Events a reader may fall behind before it is shown a gap instead. */
const readerQueueLimit = 10_000;

/**
 * The event bus: every event has the next sequence number and stays in a ring for a while, so that a reader can come
 * back to where it was.
 *
 *     ring   | 41 | 42 | 43 | 44 |        afterSeq 42 -> 43, 44, then live
 *              ^ oldest      ^ newest     afterSeq 12 -> gap 13..40, 41, 42, …
 */
export class EventBus implements EventService {
  readonly #clock: Clock;
  readonly #ring: BusEvent[] = [];
  readonly #ringSize: number;
  readonly #readers = new Set<Reader>();
  readonly #hide: (data: Packed) => Packed;
  #seq = 0;

  /** @param hide takes secrets out of what is told */
  constructor(clock: Clock, ringSize: number, hide: (data: Packed) => Packed = (data) => data) {
    this.#clock = clock;
    this.#hide = hide;
    this.#ringSize = ringSize;
  }

  /** Puts `_stamp` (UTC, microseconds, no zone) into the data, as Salt does. */
  fire(tag: string, data: EventData): BusEvent {
    const at = this.#clock.now();
    const stamped = new Map<Value, Value | Spliced>(data);
    stamped.set("_stamp", formatStamp(at));
    const event: BusEvent = { seq: ++this.#seq, tag, at, data: this.#hide(encode(stamped)) };
    this.#ring.push(event);
    // Cut in steps: shifting at each event would cost its length each time.
    if (this.#ring.length >= this.#ringSize * 2) this.#ring.splice(0, this.#ring.length - this.#ringSize);
    for (const reader of this.#readers) reader.offer(event);
    return event;
  }

  async *watch(
    options: { readonly afterSeq?: number; readonly tagPrefix?: string },
    signal: AbortSignal,
  ): AsyncGenerator<BusEvent | EventGap> {
    const prefix = options.tagPrefix ?? "";
    const reader = new Reader(prefix);
    if (options.afterSeq !== undefined) {
      const oldest = this.#ring[0]?.seq ?? this.#seq + 1;
      if (options.afterSeq + 1 < oldest) reader.gap(options.afterSeq + 1, oldest - 1);
      for (const event of this.#ring) if (event.seq > options.afterSeq) reader.offer(event);
    }
    this.#readers.add(reader);
    const end = () => reader.end();
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    try {
      for (let next = await reader.next(); next; next = await reader.next()) yield next;
    } finally {
      this.#readers.delete(reader);
      signal.removeEventListener("abort", end);
    }
  }
}

/** One reader's bounded queue. */
class Reader {
  readonly #prefix: string;
  #queue: (BusEvent | EventGap)[] = [];
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  offer(event: BusEvent): void {
    if (!event.tag.startsWith(this.#prefix)) return;
    if (this.#queue.length < readerQueueLimit) this.#queue.push(event);
    else this.gap(event.seq, event.seq);
    this.#wake?.();
  }

  gap(fromSeq: number, toSeq: number): void {
    const last = this.#queue.at(-1);
    if (last && "gap" in last) this.#queue[this.#queue.length - 1] = { ...last, toSeq };
    else this.#queue.push({ gap: true, fromSeq, toSeq });
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async next(): Promise<BusEvent | EventGap | null> {
    while (this.#queue.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    return this.#ended ? null : (this.#queue.shift() ?? null);
  }
}

/** `2026-11-23T01:44:25.830045`: Salt's `_stamp`. */
export function formatStamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, -1)}000`;
}
