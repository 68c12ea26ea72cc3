import type { Crypticle } from "./crypticle.js";
import { bad, good, type Result } from "./result.js";

const PREFIX = Buffer.from("pickle::", "latin1");
const NONCE_LENGTH = 32;
const NONCE = /^[0-9a-f]{32}$/;

/** The nonce of a request: 32 lower-case hex digits, as every stock minion makes them. */
export function isNonce(value: unknown): value is string {
  return typeof value === "string" && NONCE.test(value);
}

/**
 * Seals a packed load: `pickle::`, in replies to era 2 and 3 the nonce of the request, then the load.
 *
 * @throws RangeError when the nonce is none: readers cut 32 bytes off
 * @source salt/crypt.py, Crypticle.dumps
 */
export function sealLoad(crypticle: Crypticle, packed: Uint8Array, nonce?: string): Uint8Array {
  if (nonce !== undefined && !isNonce(nonce)) throw new RangeError("a nonce is 32 lower-case hex digits");
  return crypticle.seal(Buffer.concat([PREFIX, Buffer.from(nonce ?? "", "latin1"), packed]));
}

/** Opens a sealed load. With `withNonce`, the load must carry exactly that nonce. */
export function openLoad(
  crypticle: Crypticle,
  box: Uint8Array,
  withNonce?: string,
): Result<{ readonly packed: Uint8Array }> {
  const opened = crypticle.open(box);
  if (!opened.ok) return opened;
  const plain = opened.value;
  if (!PREFIX.equals(plain.subarray(0, PREFIX.length))) return bad("not-a-load", "the plain text has no prefix");
  if (withNonce === undefined) return good({ packed: plain.subarray(PREFIX.length) });
  const end = PREFIX.length + NONCE_LENGTH;
  const nonce = Buffer.from(plain.subarray(PREFIX.length, end)).toString("latin1");
  if (nonce !== withNonce) return bad("nonce-mismatch", "an answer to another request");
  return good({ packed: plain.subarray(end) });
}
