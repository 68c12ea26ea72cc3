import type { Store } from "../port.js";

export async function empty(store: Store): Promise<void> {
  await store.jobs.prune(Number.MAX_SAFE_INTEGER, 1000);
  for (const { id } of await store.minions.all()) await store.minions.remove(id);
}
