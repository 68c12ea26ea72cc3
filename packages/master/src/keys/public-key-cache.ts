import type { KeyObject } from "node:crypto";
import { parsePublicKey, type Result } from "@salina/wire";
import { maxKeyBytes } from "./key-directory.js";

export interface PublicKeyCache {
  /** The parsed key of a PEM text. Only the parsing is remembered, never a decision about the key. */
  parse(pem: string): Result<KeyObject>;
  readonly size: number;
}

/** @param maxEntries the least recently used key is dropped beyond this */
export function createPublicKeyCache(maxEntries = 10_000): PublicKeyCache {
  const keys = new Map<string, KeyObject>();
  return {
    parse(pem) {
      const known = keys.get(pem);
      if (known !== undefined) {
        // A Map keeps the order of insertion: the first key is the one unused for longest.
        keys.delete(pem);
        keys.set(pem, known);
        return { ok: true, value: known };
      }
      if (Buffer.byteLength(pem) > maxKeyBytes) {
        return { ok: false, fault: { code: "too-large", text: `a public key of more than ${maxKeyBytes} bytes` } };
      }
      const parsed = parsePublicKey(pem);
      if (!parsed.ok) return parsed;
      keys.set(pem, parsed.value);
      if (keys.size > maxEntries) {
        const oldest = keys.keys().next();
        if (oldest.done !== true) keys.delete(oldest.value);
      }
      return parsed;
    },

    get size() {
      return keys.size;
    },
  };
}
