import type { MinionStore } from "@salina/store";
import type { MinionFacts } from "@salina/targeting";
import { decode, encode, isMap, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";

export interface MinionDataDeps {
  readonly store: Pick<MinionStore, "saveData" | "data">;
  readonly clock: Pick<Clock, "now">;
  /** `minion_data_cache`. Off: nothing is kept, and of no minion anything is known. */
  readonly on: boolean;
  /** Packed size of what is kept unpacked; that takes about ten times as much memory. */
  readonly maxCachedBytes?: number;
}

const defaultCachedBytes = 24 * 1_048_576;
/** So many minions are read from the store at a time. */
const batchSize = 250;

interface Cached {
  readonly facts: MinionFacts;
  readonly bytes: number;
}

/**
 * Grains and pillar of each minion, as it last had them: what targets are matched against. They stand in the store; what
 * was used last is kept unpacked, so that asking 5,000 minions for a grain takes milliseconds.
 */
export class MinionData {
  readonly #deps: MinionDataDeps;
  readonly #maxCachedBytes: number;
  readonly #cached = new Map<string, Cached>();
  /** Ids that were changed while they were being read: what was read may be the older one. */
  readonly #reading = new Set<Set<string>>();
  #cachedBytes = 0;

  constructor(deps: MinionDataDeps) {
    this.#deps = deps;
    this.#maxCachedBytes = deps.maxCachedBytes ?? defaultCachedBytes;
  }

  /** Durable once resolved. A pillar that is null is forgotten. */
  async save(id: string, { grains, pillar }: { grains: ValueMap; pillar: ValueMap | null }): Promise<void> {
    if (!this.#deps.on) return;
    const data = { id, grains: encode(grains), pillar: pillar && encode(pillar) };
    this.#drop(id);
    await this.#deps.store.saveData(data, this.#deps.clock.now());
    this.#drop(id);
  }

  async grains(id: string): Promise<ValueMap | null> {
    return (await this.facts(id)).grains;
  }

  async pillar(id: string): Promise<ValueMap | null> {
    return (await this.facts(id)).pillar;
  }

  async facts(id: string): Promise<MinionFacts> {
    for await (const [facts] of this.batches([id])) if (facts) return facts;
    return unknown(id);
  }

  /** Facts of each of the ids, in parts: one after the other, never all in memory. */
  async *batches(ids: readonly string[]): AsyncGenerator<readonly MinionFacts[]> {
    const toRead: string[] = [];
    const known: MinionFacts[] = [];
    for (const id of ids) {
      const cached = this.#deps.on ? this.#cached.get(id) : { facts: unknown(id) };
      if (cached) known.push(cached.facts);
      else toRead.push(id);
    }
    if (known.length > 0) yield known;
    for (let at = 0; at < toRead.length; at += batchSize) yield await this.#read(toRead.slice(at, at + batchSize));
  }

  /** After its key is gone: what the store has of it is removed there. */
  forget(id: string): void {
    this.#drop(id);
  }

  async #read(ids: readonly string[]): Promise<readonly MinionFacts[]> {
    const changed = new Set<string>();
    this.#reading.add(changed);
    try {
      const found = new Map<string, MinionFacts>();
      for (const { id, grains, pillar } of await this.#deps.store.data(ids)) {
        const facts = { id, grains: unpacked(grains), pillar: unpacked(pillar) };
        found.set(id, facts);
        if (!changed.has(id)) this.#keep(facts, (grains?.length ?? 0) + (pillar?.length ?? 0));
      }
      return ids.map((id) => found.get(id) ?? unknown(id));
    } finally {
      this.#reading.delete(changed);
    }
  }

  #keep(facts: MinionFacts, bytes: number): void {
    this.#drop(facts.id);
    // What is full stays full: throwing out the oldest would throw out everything when all minions are asked in turn.
    if (this.#cachedBytes + bytes > this.#maxCachedBytes) return;
    this.#cached.set(facts.id, { facts, bytes });
    this.#cachedBytes += bytes;
  }

  #drop(id: string): void {
    for (const changed of this.#reading) changed.add(id);
    this.#cachedBytes -= this.#cached.get(id)?.bytes ?? 0;
    this.#cached.delete(id);
  }
}

function unknown(id: string): MinionFacts {
  return { id, grains: null, pillar: null };
}

function unpacked(packed: Uint8Array | null): ValueMap | null {
  const value = packed && decode(packed, { duplicateKeys: "last" });
  return value?.ok && isMap(value.value) ? value.value : null;
}
