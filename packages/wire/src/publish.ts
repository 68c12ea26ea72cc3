import { createHash } from "node:crypto";
import { encode } from "./encode.js";
import type { SignatureAlgorithm } from "./rsa.js";
import type { Encodable, Value } from "./value.js";

/**
 * The load of a publish with its serial as the last entry. Serials start at 1 with each new session key and grow by
 * one: minions ignore a publish whose serial is not above the last one they saw, without a word.
 *
 * @source salt/channel/server.py, PubServerChannel.wrap_payload
 */
export function packPublish(load: ReadonlyMap<Value, Encodable>, serial: number): Uint8Array {
  const numbered = new Map(load);
  numbered.delete("serial");
  return encode(numbered.set("serial", serial));
}

/** Signature over the bytes of the box. Masters before 3006.9 do not name the algorithm: null leaves it out. */
export type PublishSignature = { readonly sig: Uint8Array; readonly algorithm: SignatureAlgorithm | null };

/** The frame of a publish. */
export function publishEnvelope(box: Uint8Array, signature?: PublishSignature): Uint8Array {
  const fields = new Map<Value, Value>([
    ["enc", "aes"],
    ["load", box],
  ]);
  if (signature !== undefined) {
    if (signature.algorithm !== null) fields.set("sig_algo", signature.algorithm);
    fields.set("sig", signature.sig);
  }
  return encode(fields);
}

/** What `sig` of an accepting `_auth` reply signs: the hex SHA-256 of the session key text. */
export function sessionKeyDigest(keyString: string): Uint8Array {
  return Uint8Array.from(Buffer.from(createHash("sha256").update(keyString, "latin1").digest("hex"), "latin1"));
}
