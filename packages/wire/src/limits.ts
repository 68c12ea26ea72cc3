/** How much a message may ask of its reader. */
export type DecodeLimits = {
  /** Whole message, in bytes. */
  readonly maxBytes?: number;
  /** Nesting of arrays and maps; at most 512 is used. */
  readonly maxDepth?: number;
  /** Values in the whole message, keys included. */
  readonly maxElements?: number;
  /** Values in one array, or entries in one map. */
  readonly maxContainer?: number;
  /** "text": raw strings that are UTF-8 become text, others bytes. "bytes": all become bytes, map keys excepted. */
  readonly strings?: "text" | "bytes";
  /** Read the first value and ignore what follows it. */
  readonly allowTrailing?: boolean;
  /** "refuse" (default), or "last": as Python reads them. */
  readonly duplicateKeys?: "refuse" | "last";
  /** Extension types that are let in; all when left out. They stay unread in any case. */
  readonly extTypes?: readonly number[];
};

/**
 * Defaults for loads of authenticated minions: returns of large states are tens of MiB.
 *
 * @source msgpack-python refuses buffers above 100 MiB
 */
export const DEFAULT_LIMITS = {
  maxBytes: 100 * 1024 * 1024,
  maxDepth: 64,
  maxElements: 1_000_000,
  maxContainer: 1_000_000,
} as const;

/** Deeper than this the call stack would be at stake, whatever a caller allows. */
export const DEPTH_CEILING = 512;

/** Extension types that Salt sends: date and time, named constant. */
export const SALT_EXT_TYPES: readonly number[] = [78, 79];
