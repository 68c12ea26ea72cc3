import { constants, type KeyObject, privateDecrypt, publicEncrypt, sign, verify } from "node:crypto";
import { bad, good, type Result } from "./result.js";

export type EncryptionAlgorithm = "OAEP-SHA1" | "OAEP-SHA224";
export type SignatureAlgorithm = "PKCS1v15-SHA1" | "PKCS1v15-SHA224";

/** What minions use that do not name an algorithm (all before 3006.9 and 3007.2). */
export const DEFAULT_ENCRYPTION: EncryptionAlgorithm = "OAEP-SHA1";
export const DEFAULT_SIGNATURE: SignatureAlgorithm = "PKCS1v15-SHA1";

const OAEP_HASHES = { "OAEP-SHA1": "sha1", "OAEP-SHA224": "sha224" } as const;
const OAEP_HASH_BYTES = { "OAEP-SHA1": 20, "OAEP-SHA224": 28 } as const;
const SIGNATURE_HASHES = { "PKCS1v15-SHA1": "sha1", "PKCS1v15-SHA224": "sha224" } as const;

export function isEncryptionAlgorithm(value: unknown): value is EncryptionAlgorithm {
  return value === "OAEP-SHA1" || value === "OAEP-SHA224";
}

export function isSignatureAlgorithm(value: unknown): value is SignatureAlgorithm {
  return value === "PKCS1v15-SHA1" || value === "PKCS1v15-SHA224";
}

/** Size of the modulus, which is the size of every signature and ciphertext, in bytes. */
export function modulusBytes(key: KeyObject): number {
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

/**
 * Most bytes that fit into one OAEP ciphertext. A 1024-bit key cannot take a session key (76 bytes) with OAEP-SHA224:
 * ask before `oaepEncrypt` when the key is a minion's.
 */
export function oaepCapacity(key: KeyObject, algorithm: EncryptionAlgorithm): number {
  return modulusBytes(key) - 2 * OAEP_HASH_BYTES[algorithm] - 2;
}

/**
 * RSAES-OAEP with an empty label; MGF1 uses the same hash.
 *
 * @throws RangeError when `plain` is longer than `oaepCapacity`
 * @source salt/crypt.py, PublicKey.encrypt
 */
export function oaepEncrypt(publicKey: KeyObject, plain: Uint8Array, algorithm: EncryptionAlgorithm): Uint8Array {
  if (plain.length > oaepCapacity(publicKey, algorithm)) {
    throw new RangeError(`${plain.length} bytes do not fit the key with ${algorithm}`);
  }
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return Uint8Array.from(publicEncrypt({ key: publicKey, padding, oaepHash: OAEP_HASHES[algorithm] }, plain));
}

/** One fault for whatever is wrong with the box, so that nothing is learnt from it. */
export function oaepDecrypt(
  privateKey: KeyObject,
  box: Uint8Array,
  algorithm: EncryptionAlgorithm,
): Result<Uint8Array> {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const plain = privateDecrypt({ key: privateKey, padding, oaepHash: OAEP_HASHES[algorithm] }, box);
    return good(Uint8Array.from(plain));
  } catch {
    return bad("bad-padding", "not encrypted for this key");
  }
}

/** RSASSA-PKCS1-v1_5. Takes about a millisecond: on a path that serves others use `signPkcs1Async`. */
export function signPkcs1(privateKey: KeyObject, data: Uint8Array, algorithm: SignatureAlgorithm): Uint8Array {
  return Uint8Array.from(sign(SIGNATURE_HASHES[algorithm], data, privateKey));
}

/** The same, on the thread pool. */
export function signPkcs1Async(
  privateKey: KeyObject,
  data: Uint8Array,
  algorithm: SignatureAlgorithm,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    sign(SIGNATURE_HASHES[algorithm], data, privateKey, (error, signature) => {
      if (error === null) resolve(Uint8Array.from(signature));
      else reject(error);
    });
  });
}

export function verifyPkcs1(
  publicKey: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  algorithm: SignatureAlgorithm,
): boolean {
  try {
    return verify(SIGNATURE_HASHES[algorithm], data, publicKey, signature);
  } catch {
    return false;
  }
}
