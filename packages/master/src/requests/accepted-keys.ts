import { stat, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyObject } from "node:crypto";
import { isMinionId, parsePublicKey, x931Recover } from "@salina/wire";

export interface AcceptedKey {
  readonly text: string;
  readonly key: KeyObject;
}

interface CachedKey extends AcceptedKey {
  /** What tells one content of the file from another. */
  readonly fileMark: string;
  /** The token that was last found good: it never changes for a key, so the proof is made once. */
  goodToken: Uint8Array | null;
}

const tokenMessage = Buffer.from("salt");

/**
 * Accepted public keys, for each request anew from the directory: a key that is taken away there ends the minion's
 * requests at once. Only the parsed form of an unchanged file is kept.
 */
export class AcceptedKeys {
  readonly #directory: string;
  readonly #cache = new Map<string, CachedKey>();

  /** @param pkiDir the directory that has `minions/` */
  constructor(pkiDir: string) {
    this.#directory = join(pkiDir, "minions");
  }

  async get(id: string): Promise<AcceptedKey | null> {
    return this.#read(id);
  }

  /** Whether `token` is what only the owner of the accepted key can make. */
  async proves(id: string, token: Uint8Array): Promise<boolean> {
    const accepted = await this.#read(id);
    if (!accepted) return false;
    if (accepted.goodToken && Buffer.compare(accepted.goodToken, token) === 0) return true;
    const message = x931Recover(accepted.key, token);
    if (!message.ok || Buffer.compare(message.value, tokenMessage) !== 0) return false;
    accepted.goodToken = Uint8Array.from(token);
    return true;
  }

  async #read(id: string): Promise<CachedKey | null> {
    if (!isMinionId(id)) return null;
    const file = join(this.#directory, id);
    try {
      const { ino, size, mtimeMs, ctimeMs } = await stat(file);
      const fileMark = `${ino}/${size}/${mtimeMs}/${ctimeMs}`;
      const cached = this.#cache.get(id);
      if (cached?.fileMark === fileMark) return cached;
      const text = await readFile(file, "utf8");
      const key = parsePublicKey(text);
      if (!key.ok) return null;
      const fresh = { text, key: key.value, fileMark, goodToken: null };
      this.#cache.set(id, fresh);
      return fresh;
    } catch {
      this.#cache.delete(id);
      return null;
    }
  }
}
