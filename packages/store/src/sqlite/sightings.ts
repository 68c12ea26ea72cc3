import type { Seen } from "./ops.js";

/** The last sighting of each minion since the last write: a minion that sends a hundred requests costs one row. */
export class Sightings {
  #seen = new Map<string, Seen>();

  add(seen: Seen): void {
    this.#seen.set(seen.id, seen);
  }

  /** Gives out what has gathered, and begins anew. */
  take(): readonly Seen[] {
    const taken = [...this.#seen.values()];
    this.#seen = new Map();
    return taken;
  }

  get size(): number {
    return this.#seen.size;
  }
}
