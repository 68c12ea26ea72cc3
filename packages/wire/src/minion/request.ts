import type { Crypticle } from "../crypticle.js";
import { decode } from "../decode.js";
import { encode } from "../encode.js";
import type { Era } from "../envelope.js";
import { openLoad, sealLoad } from "../load.js";
import { bad, good, type Result } from "../result.js";
import type { EncryptionAlgorithm, SignatureAlgorithm } from "../rsa.js";
import { asBytes, type Encodable, type Value, type ValueMap } from "../value.js";
import { requestFrame } from "./auth.js";

export type RequestParts = {
  readonly era: Era;
  /** Of the shared session key, in era 3 of the minion's own. */
  readonly crypticle: Crypticle;
  readonly id: string;
  /** `cmd` and what belongs to it. */
  readonly load: ReadonlyMap<Value, Encodable>;
  /** Era 2 and 3. */
  readonly nonce?: string;
  /** Era 3: the minion's token, and seconds since the epoch. */
  readonly token?: Uint8Array;
  readonly unixSeconds?: number;
  /** Named in the envelope when given. */
  readonly encryption?: EncryptionAlgorithm;
  readonly signature?: SignatureAlgorithm;
};

/**
 * The frame of an encrypted request.
 *
 * @source salt/channel/client.py, AsyncReqChannel._package_load
 */
export function sealRequest(parts: RequestParts): Uint8Array {
  const load = new Map(parts.load);
  if (parts.nonce !== undefined) load.set("nonce", parts.nonce);
  if (parts.era === 3) {
    load.set("ts", parts.unixSeconds ?? 0);
    load.set("tok", parts.token ?? new Uint8Array());
    load.set("id", parts.id);
  }
  const more: ValueMap = new Map<Value, Value>();
  if (parts.era === 3) more.set("id", parts.id);
  if (parts.encryption !== undefined) more.set("enc_algo", parts.encryption);
  if (parts.signature !== undefined) more.set("sig_algo", parts.signature);
  return requestFrame("aes", sealLoad(parts.crypticle, encode(load)), parts.era, more);
}

/**
 * The packed value of an encrypted reply. A plain text such as `bad load` comes out as a fault of the box, which is
 * what makes a minion authenticate anew.
 */
export function openReply(frame: Uint8Array, crypticle: Crypticle, nonce?: string): Result<Uint8Array> {
  const outer = decode(frame, { strings: "bytes" });
  if (!outer.ok) return outer;
  const box = asBytes(outer.value);
  if (box === undefined) return bad("bad-type", "a reply that is not a box");
  const opened = openLoad(crypticle, box, nonce);
  return opened.ok ? good(opened.value.packed) : opened;
}
