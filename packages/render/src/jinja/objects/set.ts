import { type HashKey, hashKey } from "./hash.js";
import type { Py } from "./types.js";

/** Python's set, but in the order of insertion. */
export class PySet {
  readonly typeName = "set";
  readonly #members = new Map<HashKey, Py>();

  static of(members: Iterable<Py>): PySet {
    const made = new PySet();
    for (const member of members) made.add(member);
    return made;
  }

  get size(): number {
    return this.#members.size;
  }

  has(member: Py): boolean {
    return this.#members.has(hashKey(member));
  }

  add(member: Py): void {
    const hash = hashKey(member);
    if (!this.#members.has(hash)) this.#members.set(hash, member);
  }

  delete(member: Py): boolean {
    return this.#members.delete(hashKey(member));
  }

  clear(): void {
    this.#members.clear();
  }

  members(): IterableIterator<Py> {
    return this.#members.values();
  }
}
