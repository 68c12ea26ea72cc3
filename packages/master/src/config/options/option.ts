import type { Kind } from "../kinds.js";

/** One option: the single source for reading it, for its default, and for `docs/configuration.md`. */
export interface Option<T> {
  readonly kind: Kind<T>;
  readonly default: T;
  /** One line. */
  readonly doc: string;
  /** Where its value goes in `MasterConfig`. */
  readonly into: string;
  /** Stands for the default in the docs, where that follows from something else. */
  readonly defaultDoc?: string;
}

export function option<T>(kind: Kind<T>, standard: T, into: string, doc: string, defaultDoc?: string): Option<T> {
  return { kind, default: standard, into, doc, ...(defaultDoc === undefined ? {} : { defaultDoc }) };
}

/** Null is the default, and cannot be written in the file. */
export function unset<T>(kind: Kind<T>, into: string, doc: string, defaultDoc?: string): Option<T | null> {
  return option<T | null>(kind, null, into, doc, defaultDoc);
}

/** Seconds. */
export const yearS = 366 * 86_400;
export const maxInt = 2 ** 31 - 1;
