import type { KeyObject } from "node:crypto";
import { x931Recover } from "@salina/wire";

const message = Buffer.from("salt");

/**
 * Tells whether a token is what only the owner of a key can make. A key's token never changes, so the RSA work is done
 * once; as long as the parsed key is kept, so is the proof.
 */
export class TokenProofs {
  readonly #good = new WeakMap<KeyObject, Uint8Array>();

  holds(key: KeyObject, token: Uint8Array): boolean {
    const known = this.#good.get(key);
    if (known && Buffer.compare(known, token) === 0) return true;
    const recovered = x931Recover(key, token);
    if (!recovered.ok || Buffer.compare(recovered.value, message) !== 0) return false;
    this.#good.set(key, Uint8Array.from(token));
    return true;
  }
}
