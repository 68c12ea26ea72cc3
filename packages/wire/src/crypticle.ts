import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { bad, good, type Result } from "./result.js";

const AES_KEY = 24;
const HMAC_KEY = 32;
const IV = 16;
const TAG = 32;
const KEY_STRING = /^[A-Za-z0-9+/]{75}=$/;

/** A fresh session key: 56 random bytes as base64 text of 76 characters. */
export function newKeyString(): string {
  return randomBytes(AES_KEY + HMAC_KEY).toString("base64");
}

export function isKeyString(value: unknown): value is string {
  return typeof value === "string" && KEY_STRING.test(value);
}

/**
 * The symmetric box of the Salt protocol: AES-192-CBC, then HMAC-SHA-256 over IV and ciphertext.
 *
 * @source salt/crypt.py, class Crypticle
 */
export class Crypticle {
  readonly #aesKey: KeyObject;
  readonly #hmacKey: KeyObject;

  /** @throws RangeError when the text is not the base64 of 56 bytes */
  constructor(keyString: string) {
    const key = Buffer.from(keyString.trim(), "base64");
    if (!isKeyString(keyString.trim())) throw new RangeError("a session key is the base64 text of 56 bytes");
    this.#aesKey = createSecretKey(key.subarray(0, AES_KEY));
    this.#hmacKey = createSecretKey(key.subarray(AES_KEY));
    key.fill(0);
  }

  /** IV (16) ‖ ciphertext ‖ HMAC (32). A fixed `iv` is for tests. */
  seal(plain: Uint8Array, iv: Uint8Array = randomBytes(IV)): Uint8Array {
    const cipher = createCipheriv("aes-192-cbc", this.#aesKey, iv);
    const parts = [iv, cipher.update(plain), cipher.final()];
    const hmac = createHmac("sha256", this.#hmacKey);
    for (const part of parts) hmac.update(part);
    return Uint8Array.from(Buffer.concat([...parts, hmac.digest()]));
  }

  /** The HMAC is checked first, in constant time: without the key nobody learns anything about the padding. */
  open(box: Uint8Array): Result<Uint8Array> {
    if (box.length < IV + 16 + TAG) return bad("too-short", `a box of ${box.length} bytes`);
    const body = box.subarray(0, box.length - TAG);
    const tag = createHmac("sha256", this.#hmacKey).update(body).digest();
    if (!timingSafeEqual(tag, box.subarray(body.length))) return bad("hmac-mismatch", "another key, or an altered box");
    try {
      const decipher = createDecipheriv("aes-192-cbc", this.#aesKey, body.subarray(0, IV));
      const plain = Buffer.concat([decipher.update(body.subarray(IV)), decipher.final()]);
      return good(new Uint8Array(plain.buffer, plain.byteOffset, plain.length));
    } catch {
      return bad("bad-padding", "the box holds no whole padded blocks");
    }
  }
}
