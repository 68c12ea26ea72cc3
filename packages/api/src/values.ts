/**
 * One msgpack value, as bytes, in the dialect minions speak (text and bytes both as raw strings).
 *
 * What minions send and what they are sent stays in this form between the wire and the one who shows it, because
 * JavaScript would merge `1` and `1.0`, reorder integer keys and round large integers. Open it with `decode` of
 * `@salina/wire`; make it with `encode`.
 */
export type Packed = Uint8Array;

/** Milliseconds since the Unix epoch, UTC. */
export type EpochMs = number;
