import type { EpochMs, Packed } from "./values.js";

export interface BusEvent {
  /** Grows by one from event to event, from the start of the daemon on. */
  readonly seq: number;
  readonly tag: string;
  readonly at: EpochMs;
  /** A msgpack map with `_stamp`. */
  readonly data: Packed;
}

/** Stands in a stream where events are missing: the reader was too slow, or came back too late. */
export interface EventGap {
  readonly gap: true;
  readonly fromSeq: number;
  readonly toSeq: number;
}
