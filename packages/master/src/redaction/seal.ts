import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

const magic = Buffer.from("SALN\u0001");
const nonceLength = 12;
const tagLength = 16;

/**
 * Encrypts records at rest, with a key that follows from the master's private key: a copy of the store alone tells nothing.
 * AES-256-GCM; a record begins with five bytes that no packed map or list begins with, so that older ones are known.
 */
export class Seal {
  readonly #masterKey: () => KeyObject;
  #key: Buffer | null = null;

  /** @param masterKey asked for when the first record is sealed or opened */
  constructor(masterKey: () => KeyObject) {
    this.#masterKey = masterKey;
  }

  seal(record: Uint8Array): Uint8Array {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv("aes-256-gcm", this.#derived(), nonce);
    const sealed = Buffer.concat([cipher.update(record), cipher.final()]);
    return Buffer.concat([magic, nonce, cipher.getAuthTag(), sealed]);
  }

  /** Null: it was sealed under another master's key, or is damaged. */
  open(record: Uint8Array): Uint8Array | null {
    const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
    if (!bytes.subarray(0, magic.length).equals(magic)) return record;
    const at = magic.length + nonceLength;
    try {
      const cipher = createDecipheriv("aes-256-gcm", this.#derived(), bytes.subarray(magic.length, at));
      cipher.setAuthTag(bytes.subarray(at, at + tagLength));
      return Buffer.concat([cipher.update(bytes.subarray(at + tagLength)), cipher.final()]);
    } catch {
      return null;
    }
  }

  #derived(): Buffer {
    this.#key ??= Buffer.from(
      hkdfSync("sha256", this.#masterKey().export({ type: "pkcs8", format: "der" }), "salina", "records at rest", 32),
    );
    return this.#key;
  }
}
