import type { Store } from "../port.js";

export async function empty(store: Store): Promise<void> {
  for (const { jid } of await store.jobs.open()) await store.jobs.end(jid, Number.MAX_SAFE_INTEGER);
  await store.jobs.prune(Number.MAX_SAFE_INTEGER, 1000);
  for (const minion of ["node1", "node2", "node3", "unasked"]) await store.mine.flush(minion);
  for (const { jid } of await store.runs.open()) await store.runs.setState(jid, "cancelled", 0);
  await store.runs.prune(Number.MAX_SAFE_INTEGER, 1000);
  for (const { id } of await store.minions.all()) await store.minions.remove(id);
  for (const { name } of await store.schedules.all()) await store.schedules.remove(name);
}
