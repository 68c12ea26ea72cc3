import type { MinionStore } from "@salina/store";

/**
 * The highest protocol era in which each minion has proven itself. Below era 3 an id in a request is only a claim, so a
 * minion that can do better is not served below it: nobody can pose as it with an older envelope. Deleting the key of a
 * minion forgets its era.
 */
export class ProvenEras {
  readonly #store: MinionStore;
  readonly #eras = new Map<string, number>();

  constructor(store: MinionStore) {
    this.#store = store;
  }

  async load(): Promise<void> {
    for (const { id, provenEra } of await this.#store.all()) if (provenEra !== null) this.#eras.set(id, provenEra);
  }

  /** Whether this minion has shown a higher era than the one it speaks now. */
  isBelow(id: string, era: number): boolean {
    return era < (this.#eras.get(id) ?? 0);
  }

  get(id: string): number | null {
    return this.#eras.get(id) ?? null;
  }

  async prove(id: string, era: number): Promise<void> {
    if (era <= (this.#eras.get(id) ?? -1)) return;
    this.#eras.set(id, era);
    await this.#store.proveEra(id, era);
  }

  async forget(id: string): Promise<void> {
    this.#eras.delete(id);
    await this.#store.forgetEra(id);
  }
}
