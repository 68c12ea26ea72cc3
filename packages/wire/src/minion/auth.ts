import type { KeyObject } from "node:crypto";
import type { BadAlgorithm } from "../auth.js";
import { isKeyString } from "../crypticle.js";
import { decode } from "../decode.js";
import { encode } from "../encode.js";
import type { Era } from "../envelope.js";
import { parsePublicKey } from "../pem.js";
import { sessionKeyDigest } from "../publish.js";
import { bad, good, type Result } from "../result.js";
import {
  DEFAULT_ENCRYPTION,
  DEFAULT_SIGNATURE,
  type EncryptionAlgorithm,
  oaepDecrypt,
  type SignatureAlgorithm,
  verifyPkcs1,
} from "../rsa.js";
import { bytes, type Encodable, integer, isMap, text, type Value, type ValueMap } from "../value.js";
import { x931Recover, x931Sign } from "../x931.js";

/** The token of a minion: always the same for a key. */
export function minionToken(privateKey: KeyObject): Uint8Array {
  return x931Sign(privateKey, Buffer.from("salt", "latin1"));
}

export type AuthAsk = {
  readonly era: Era;
  readonly id: string;
  /** PEM text of the minion's public key. */
  readonly pub: string;
  /** The minion's challenge, OAEP for the master; only when the minion knows the master's key. */
  readonly token?: Uint8Array;
  /** Era 2 and 3. */
  readonly nonce?: string;
  /** Named in the request when given: minions from 3006.9 and 3007.2 on. */
  readonly encryption?: EncryptionAlgorithm;
  readonly signature?: SignatureAlgorithm;
  readonly autosignGrains?: ValueMap;
};

/**
 * The frame of an `_auth` request.
 *
 * @source salt/crypt.py, AsyncAuth.minion_sign_in_payload
 */
export function authRequest(ask: AuthAsk): Uint8Array {
  const load: ValueMap = new Map<Value, Value>([
    ["cmd", "_auth"],
    ["id", ask.id],
  ]);
  const add = (key: string, value: Value | undefined): void => {
    if (value !== undefined) load.set(key, value);
  };
  add("nonce", ask.nonce);
  add("enc_algo", ask.encryption);
  add("sig_algo", ask.signature);
  add("autosign_grains", ask.autosignGrains);
  add("token", ask.token);
  load.set("pub", ask.pub);
  return requestFrame("clear", load, ask.era);
}

/** The outermost map of a request; era 0 names no version. */
export function requestFrame(enc: "clear" | "aes", load: Encodable, era: Era, more?: ValueMap): Uint8Array {
  const fields = new Map<Value, Encodable>([
    ["enc", enc],
    ["load", load],
  ]);
  if (era > 0) fields.set("version", era);
  for (const [key, value] of more ?? []) fields.set(key, value);
  return encode(fields);
}

export type AuthExpectation = {
  readonly era: Era;
  readonly privateKey: KeyObject;
  /** The master's key the minion knows; null on first contact, when it trusts the one in the reply. */
  readonly masterKey: KeyObject | null;
  readonly nonce?: string;
  /** The plain token, when the request had one. */
  readonly token?: Uint8Array;
  readonly encryption?: EncryptionAlgorithm;
  readonly signature?: SignatureAlgorithm;
};

export type AuthAnswer =
  | { readonly kind: "refused"; readonly ret: boolean | "full" | BadAlgorithm }
  | {
      readonly kind: "accepted";
      readonly masterPem: string;
      readonly publishPort: number;
      readonly keyString: string;
      /** Null when the master sent none, which era 3 minions do not survive. */
      readonly sessionKeyString: string | null;
      readonly pubSig: string | null;
    };

/** Reads the reply to `_auth` as strictly as stock minions do. */
export function readAuthReply(frame: Uint8Array, expected: AuthExpectation): Result<AuthAnswer> {
  const outer = decodeMap(frame);
  if (!outer.ok) return outer;
  const load = outer.value.get("load");
  if (isMap(load)) return refusedAnswer(load);
  if (expected.era === 0) return acceptedAnswer(outer.value, expected);
  return signedAnswer(outer.value, expected);
}

function signedAnswer(outer: ValueMap, expected: AuthExpectation): Result<AuthAnswer> {
  const packed = bytes(outer, "load");
  const signature = bytes(outer, "sig");
  if (packed === undefined || signature === undefined) return bad("bad-field", "a reply that is not signed");
  const load = decodeMap(packed);
  if (!load.ok) return load;
  const key = masterKeyOf(load.value, expected);
  const algorithm = expected.signature ?? DEFAULT_SIGNATURE;
  if (key !== null && !verifyPkcs1(key, packed, signature, algorithm)) {
    return bad("bad-signature", "the reply is not signed by the master");
  }
  if (text(load.value, "nonce") !== expected.nonce) return bad("nonce-mismatch", "a reply to another request");
  return load.value.has("ret") ? refusedAnswer(load.value) : acceptedAnswer(load.value, expected);
}

function refusedAnswer(load: ValueMap): Result<AuthAnswer> {
  const ret = load.get("ret");
  const known = typeof ret === "boolean" || ret === "full" || ret === "bad enc algo" || ret === "bad sig algo";
  return known ? good({ kind: "refused", ret }) : bad("bad-field", "ret has no meaning");
}

function acceptedAnswer(load: ValueMap, expected: AuthExpectation): Result<AuthAnswer> {
  const masterPem = text(load, "pub_key");
  const publishPort = integer(load, "publish_port");
  const key = masterKeyOf(load, expected);
  if (load.get("enc") !== "pub" || masterPem === undefined || publishPort === undefined || key === null) {
    return bad("bad-field", "enc, pub_key or publish_port is missing");
  }
  const keyString = secret(load, "aes", expected);
  if (!keyString.ok) return keyString;
  const recovered = x931Recover(key, bytes(load, "sig") ?? new Uint8Array());
  if (!recovered.ok) return recovered;
  if (Buffer.compare(recovered.value, sessionKeyDigest(keyString.value)) !== 0) {
    return bad("bad-signature", "the session key is not signed by the master");
  }
  const token = checkToken(load, expected);
  if (!token.ok) return token;
  const session = load.has("session") ? secret(load, "session", expected) : null;
  if (session?.ok === false) return session;
  if (session === null && expected.era === 3) return bad("bad-field", "session is missing");
  return good({
    kind: "accepted",
    masterPem,
    publishPort,
    keyString: keyString.value,
    sessionKeyString: session?.value ?? null,
    pubSig: text(load, "pub_sig") ?? null,
  });
}

function masterKeyOf(load: ValueMap, expected: AuthExpectation): KeyObject | null {
  if (expected.masterKey !== null) return expected.masterKey;
  const parsed = parsePublicKey(text(load, "pub_key") ?? "");
  return parsed.ok ? parsed.value : null;
}

function secret(load: ValueMap, key: string, expected: AuthExpectation): Result<string> {
  const plain = decrypted(load, key, expected);
  if (!plain.ok) return plain;
  const keyString = Buffer.from(plain.value).toString("latin1");
  return isKeyString(keyString) ? good(keyString) : bad("bad-field", `${key} holds no session key`);
}

function decrypted(load: ValueMap, key: string, expected: AuthExpectation): Result<Uint8Array> {
  const box = bytes(load, key);
  if (box === undefined) return bad("bad-field", `${key} is missing`);
  return oaepDecrypt(expected.privateKey, box, expected.encryption ?? DEFAULT_ENCRYPTION);
}

function checkToken(load: ValueMap, expected: AuthExpectation): Result<null> {
  if (expected.token === undefined) return good(null);
  const token = decrypted(load, "token", expected);
  if (!token.ok) return token;
  return Buffer.compare(token.value, expected.token) === 0 ? good(null) : bad("bad-field", "token is another one");
}

/** Decodes what has to be a map. */
export function decodeMap(packed: Uint8Array): Result<ValueMap> {
  const decoded = decode(packed);
  if (!decoded.ok) return decoded;
  return isMap(decoded.value) ? good(decoded.value) : bad("not-a-map", "not a map");
}
