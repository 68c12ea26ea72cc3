import { type HashKey, hashKey } from "./hash.js";
import type { Py } from "./types.js";

/** Python's dict: keeps the order of first insertion; `1`, `1.0` and `True` are one key. */
export class PyDict {
  readonly typeName = "dict";
  readonly #entries = new Map<HashKey, [Py, Py]>();

  static of(entries: Iterable<readonly [Py, Py]>): PyDict {
    const made = new PyDict();
    for (const [key, value] of entries) made.set(key, value);
    return made;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Py): Py | undefined {
    return this.#entries.get(hashKey(key))?.[1];
  }

  has(key: Py): boolean {
    return this.#entries.has(hashKey(key));
  }

  set(key: Py, value: Py): void {
    const hash = hashKey(key);
    const there = this.#entries.get(hash);
    if (there === undefined) this.#entries.set(hash, [key, value]);
    else there[1] = value;
  }

  delete(key: Py): boolean {
    return this.#entries.delete(hashKey(key));
  }

  clear(): void {
    this.#entries.clear();
  }

  entries(): IterableIterator<[Py, Py]> {
    return this.#entries.values();
  }

  *keys(): Generator<Py> {
    for (const [key] of this.#entries.values()) yield key;
  }

  *values(): Generator<Py> {
    for (const [, value] of this.#entries.values()) yield value;
  }

  copy(): PyDict {
    return PyDict.of(this.entries());
  }
}
