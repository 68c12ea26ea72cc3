import { encode } from "./encode.js";
import type { Era } from "./envelope.js";
import { isNonce } from "./load.js";
import { isMinionId } from "./minion-id.js";
import { bad, good, type Result } from "./result.js";
import {
  DEFAULT_ENCRYPTION,
  DEFAULT_SIGNATURE,
  type EncryptionAlgorithm,
  isEncryptionAlgorithm,
  isSignatureAlgorithm,
  type SignatureAlgorithm,
} from "./rsa.js";
import { asBytes, type Encodable, isMap, type Value, type ValueMap } from "./value.js";

/** Signs the exact bytes of a reply with the master's key, by the request's signature algorithm. */
export type Sign = (data: Uint8Array) => Promise<Uint8Array>;

export type BadAlgorithm = "bad enc algo" | "bad sig algo";

/** What a minion asks to be let in with. */
export type AuthRequest = {
  readonly id: string;
  /** Public key as sent, not yet read: see `parsePublicKey`. */
  readonly pub: string;
  /** The minion's challenge, encrypted for the master's key. */
  readonly token: Uint8Array | null;
  readonly nonce: string | null;
  readonly encryption: EncryptionAlgorithm;
  readonly signature: SignatureAlgorithm;
  /** Set when the minion names an algorithm that does not exist; the defaults stand in its place. */
  readonly badAlgorithm: BadAlgorithm | null;
  readonly autosignGrains: ValueMap | null;
};

const MAX_PUB_LENGTH = 16 * 1024;
/** Modulus bytes of the largest key we accept. */
const MAX_TOKEN_BYTES = 2048;

/** @source salt/channel/server.py, ReqServerChannel._auth */
export function parseAuthLoad(load: ValueMap): Result<AuthRequest> {
  const id = load.get("id");
  if (!isMinionId(id)) return bad("bad-field", "id is not a minion id");
  const pub = load.get("pub");
  if (typeof pub !== "string" || pub.length > MAX_PUB_LENGTH) return bad("bad-field", "pub is not the text of a key");
  const sentToken = load.get("token") ?? null;
  const token = asBytes(sentToken) ?? null;
  if (sentToken !== null && (token === null || token.length > MAX_TOKEN_BYTES)) {
    return bad("bad-field", "token is not a ciphertext");
  }
  const nonce = load.get("nonce") ?? null;
  if (nonce !== null && !isNonce(nonce)) return bad("bad-field", "nonce is not 32 hex digits");
  const grains = load.get("autosign_grains") ?? null;
  if (grains !== null && !isMap(grains)) return bad("bad-field", "autosign_grains is not a map");
  return good({ id, pub, token, nonce, ...algorithms(load), autosignGrains: grains });
}

function algorithms(load: ValueMap): Pick<AuthRequest, "encryption" | "signature" | "badAlgorithm"> {
  const encryption = load.get("enc_algo") ?? DEFAULT_ENCRYPTION;
  const signature = load.get("sig_algo") ?? DEFAULT_SIGNATURE;
  const goodEncryption = isEncryptionAlgorithm(encryption);
  const goodSignature = isSignatureAlgorithm(signature);
  return {
    encryption: goodEncryption ? encryption : DEFAULT_ENCRYPTION,
    signature: goodSignature ? signature : DEFAULT_SIGNATURE,
    badAlgorithm: goodSignature ? (goodEncryption ? null : "bad enc algo") : "bad sig algo",
  };
}

/** Nonce of a load that `parseAuthLoad` refused, so that the refusal can still carry it. */
export function authNonce(load: ValueMap): string | null {
  const nonce = load.get("nonce");
  return isNonce(nonce) ? nonce : null;
}

/**
 * "Not now" or "no". `true`: the key waits to be accepted, ask again; `false`: it is rejected or not the accepted
 * one, and old minions exit; `"full"`: no more minions are taken.
 */
export function authRefusal(era: Era, ret: boolean | "full", nonce: string | null, sign: Sign): Promise<Uint8Array> {
  const fields: [string, Value][] = [["ret", ret]];
  if (era === 0) return Promise.resolve(unsigned(new Map<Value, Value>(fields)));
  if (nonce !== null) fields.push(["nonce", nonce]);
  return signed(new Map<Value, Value>(fields), sign);
}

/** Never signed, in any era. */
export function authBadAlgorithm(ret: BadAlgorithm): Uint8Array {
  return unsigned(new Map([["ret", ret]]));
}

export type AuthAcceptance = {
  /** The master's public key: PEM, `cleanPem`ed, always the same text. */
  readonly pubKey: string;
  readonly publishPort: number;
  /** The shared session key string, OAEP for the minion. */
  readonly aes: Uint8Array;
  /** The minion's own session key string, OAEP for the minion. Era 3 minions cannot do without; others ignore it. */
  readonly session: Uint8Array | null;
  /** The minion's token, decrypted and encrypted for the minion. Only when the request had one. */
  readonly token?: Uint8Array | null;
  /** `x931Sign` of `sessionKeyDigest`. */
  readonly sig: Uint8Array;
  /** Only with `master_sign_pubkey`; see `pubSigText`. */
  readonly pubSig?: string | null;
  readonly nonce: string | null;
};

/** The reply that lets a minion in: bare in era 0, signed from era 2 on. */
export function authAccepted(era: Era, parts: AuthAcceptance, sign: Sign): Promise<Uint8Array> {
  const fields: ValueMap = new Map<Value, Value>([
    ["enc", "pub"],
    ["pub_key", parts.pubKey],
    ["publish_port", parts.publishPort],
  ]);
  const add = (key: string, value: Value | undefined): void => {
    if (value !== undefined && value !== null) fields.set(key, value);
  };
  add("pub_sig", parts.pubSig);
  add("token", parts.token);
  add("aes", parts.aes);
  add("session", parts.session);
  add("sig", parts.sig);
  if (era === 0) return Promise.resolve(encode(fields));
  add("nonce", parts.nonce);
  return signed(fields, sign);
}

/** A signature as Python's `binascii.b2a_base64` writes it: one line and its end. */
export function pubSigText(signature: Uint8Array): string {
  return `${Buffer.from(signature).toString("base64")}\n`;
}

function unsigned(load: ValueMap): Uint8Array {
  return encode(
    new Map<Value, Encodable>([
      ["enc", "clear"],
      ["load", load],
    ]),
  );
}

async function signed(load: ValueMap, sign: Sign): Promise<Uint8Array> {
  const packed = encode(load);
  return encode(
    new Map<Value, Encodable>([
      ["enc", "clear"],
      ["load", packed],
      ["sig", await sign(packed)],
    ]),
  );
}
