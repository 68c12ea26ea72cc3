import type { KeyObject } from "node:crypto";
import { Crypticle, isKeyString } from "../crypticle.js";
import type { Era } from "../envelope.js";
import { openLoad } from "../load.js";
import { bad, good, type Result } from "../result.js";
import {
  DEFAULT_ENCRYPTION,
  DEFAULT_SIGNATURE,
  type EncryptionAlgorithm,
  oaepDecrypt,
  type SignatureAlgorithm,
  verifyPkcs1,
} from "../rsa.js";
import { bytes, isMap, text, type ValueMap } from "../value.js";
import { decodeMap } from "./auth.js";

export type PillarExpectation = {
  readonly era: Era;
  readonly privateKey: KeyObject;
  readonly masterKey: KeyObject;
  /** Era 2 and 3. */
  readonly nonce?: string;
  readonly encryption?: EncryptionAlgorithm;
  readonly signature?: SignatureAlgorithm;
};

/**
 * The pillar in a reply to `_pillar`.
 *
 * @source salt/channel/client.py, AsyncReqChannel.crypted_transfer_decode_dictentry
 */
export function openPillar(frame: Uint8Array, expected: PillarExpectation): Result<ValueMap> {
  const outer = decodeMap(frame);
  if (!outer.ok) return outer;
  const encryptedKey = bytes(outer.value, "key");
  const box = bytes(outer.value, "pillar");
  if (encryptedKey === undefined || box === undefined) return bad("bad-field", "key or pillar is missing");
  const key = oaepDecrypt(expected.privateKey, encryptedKey, expected.encryption ?? DEFAULT_ENCRYPTION);
  if (!key.ok) return key;
  const keyString = Buffer.from(key.value).toString("latin1");
  if (!isKeyString(keyString)) return bad("bad-field", "key holds no session key");
  const opened = openLoad(new Crypticle(keyString), box);
  if (!opened.ok) return opened;
  const load = decodeMap(opened.value.packed);
  if (!load.ok || expected.era === 0) return load;
  return signedPillar(load.value, encryptedKey, expected);
}

function signedPillar(load: ValueMap, encryptedKey: Uint8Array, expected: PillarExpectation): Result<ValueMap> {
  const data = bytes(load, "data");
  const signature = bytes(load, "sig");
  if (data === undefined || signature === undefined) return bad("bad-field", "data or sig is missing");
  if (!verifyPkcs1(expected.masterKey, data, signature, expected.signature ?? DEFAULT_SIGNATURE)) {
    return bad("bad-signature", "the pillar is not signed by the master");
  }
  const signed = decodeMap(data);
  if (!signed.ok) return signed;
  const innerKey = bytes(signed.value, "key");
  if (innerKey === undefined || Buffer.compare(innerKey, encryptedKey) !== 0) {
    return bad("bad-field", "the signed key is another one");
  }
  if (text(signed.value, "nonce") !== expected.nonce) return bad("nonce-mismatch", "a pillar for another request");
  const pillar = signed.value.get("pillar");
  return isMap(pillar) ? good(pillar) : bad("not-a-map", "the pillar is not a map");
}
