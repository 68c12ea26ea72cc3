import type { KeyService, KeyState, Minion, MinionService, Target } from "@salina/api";
import type { MinionRecord, Store } from "@salina/store";
import { decode, isMap, text } from "@salina/wire";
import type { Presence } from "./presence.js";

export interface MinionServiceDeps {
  readonly store: Store;
  readonly keys: KeyService;
  readonly presence: Presence;
  readonly resolve: (
    target: Target,
  ) => Promise<{ readonly minions: readonly string[]; readonly missing: readonly string[] }>;
}

/** What is known of each minion: its key, whether it is there, what its grains say. */
export class Minions implements MinionService {
  readonly #deps: MinionServiceDeps;

  constructor(deps: MinionServiceDeps) {
    this.#deps = deps;
  }

  async list(): Promise<readonly Minion[]> {
    const keys = await this.#deps.keys.match(["*"], ["accepted", "pending", "rejected", "denied"]);
    // An id may have an accepted and a denied key: what counts is what it is served as.
    const order: readonly KeyState[] = ["accepted", "pending", "rejected", "denied"];
    const states = new Map<string, KeyState>();
    for (const { id, state } of keys) {
      const other = states.get(id);
      if (other === undefined || order.indexOf(state) < order.indexOf(other)) states.set(id, state);
    }
    const ids = [...states.keys()].sort();
    return Promise.all(
      ids.map(async (id) => this.#describe(id, states.get(id) ?? "pending", await this.#deps.store.minions.get(id))),
    );
  }

  async get(id: string): Promise<Minion | undefined> {
    return (await this.list()).find((minion) => minion.id === id);
  }

  resolve(target: Target) {
    return this.#deps.resolve(target);
  }

  #describe(id: string, keyState: KeyState, record: MinionRecord | undefined): Minion {
    const grains = record?.grains ? decode(record.grains) : undefined;
    const grain = (name: string) => (grains?.ok && isMap(grains.value) ? (text(grains.value, name) ?? null) : null);
    return {
      id,
      keyState,
      connected: this.#deps.presence.connected(id),
      lastSeenAt: this.#deps.presence.lastSeenAt(id) ?? record?.lastSeenAt ?? null,
      since: this.#deps.presence.since(id),
      hearsPublishes: this.#deps.presence.hears(id),
      flapping: this.#deps.presence.flapping(id),
      era: record?.era ?? null,
      saltVersion: grain("saltversion"),
      os: grain("os"),
      osRelease: grain("osrelease"),
    };
  }
}
