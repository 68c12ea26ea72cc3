import type { Value, ValueMap } from "@salina/wire";
import type { MinionData } from "./minion-data.js";
import { type Addressed, suspectsOf } from "./tcp-peers.js";

/** Who of some minions may have lost its connection, by the addresses in their grains; all where that cannot be told. */
export function suspects(
  data: Pick<MinionData, "batches">,
  peersNow: () => Promise<ReadonlyMap<string, number> | null>,
): (minions: readonly string[]) => Promise<readonly string[]> {
  return async (minions) => {
    const peers = await peersNow();
    if (!peers) return minions;
    const addressed: Addressed[] = [];
    for await (const batch of data.batches(minions)) {
      for (const { id, grains } of batch) addressed.push({ id, addresses: addressesOf(grains) });
    }
    return suspectsOf(addressed, peers);
  };
}

function addressesOf(grains: ValueMap | null): readonly string[] {
  const lists: (Value | undefined)[] = [grains?.get("ipv4"), grains?.get("ipv6")];
  return lists.flatMap((list) => (Array.isArray(list) ? list.filter((one) => typeof one === "string") : []));
}
