import type { FoundFile } from "./backend.js";

/** Hashes by file and state: a file that has changed in size, time or place is hashed anew. */
export class HashCache {
  readonly #size: number;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(size = 20_000) {
    this.#size = size;
  }

  /** Minions that ask for the same file at once wait for one hash. */
  of(file: FoundFile, make: () => Promise<string | undefined>): Promise<string | undefined> {
    const { size, modifiedNs, inode, device } = file.stat;
    const key = `${file.path}\0${size}\0${modifiedNs}\0${device}:${inode}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#size) break;
      this.#known.delete(oldest);
    }
    made.then(
      (hash) => {
        if (hash === undefined) this.#known.delete(key);
      },
      () => this.#known.delete(key),
    );
    return made;
  }
}
