/** What can be wrong with bytes or fields that came from outside. */
export type WireFaultCode =
  | "truncated"
  | "trailing-bytes"
  | "bad-type"
  | "not-a-map"
  | "bad-ext"
  | "bad-key"
  | "duplicate-key"
  | "too-deep"
  | "too-many-elements"
  | "too-large"
  | "too-short"
  | "hmac-mismatch"
  | "bad-padding"
  | "not-a-load"
  | "nonce-mismatch"
  | "not-an-envelope"
  | "load-not-a-map"
  | "bad-field"
  | "bad-pem"
  | "bad-signature";

/** `text` is for logs and never holds bytes of the message; `at` is the byte offset where it was noticed. */
export type WireFault = { readonly code: WireFaultCode; readonly text: string; readonly at?: number };

/** Outcome of reading something that may be hostile. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: WireFault };

export function good<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function bad(code: WireFaultCode, text: string, at?: number): { readonly ok: false; readonly fault: WireFault } {
  return { ok: false, fault: at === undefined ? { code, text } : { code, text, at } };
}
