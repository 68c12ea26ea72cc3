export type Refused = {
  readonly ok: false;
  readonly reason: string;
  /** Where in the expression, in characters from 0, where that is known. */
  readonly at?: number;
  readonly code?: "unknown-nodegroup" | "range-unavailable";
};
export type Result<T> = { readonly ok: true; readonly value: T } | Refused;

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused(reason: string, more: Pick<Refused, "at" | "code"> = {}): Refused {
  return { ok: false, reason, ...more };
}
