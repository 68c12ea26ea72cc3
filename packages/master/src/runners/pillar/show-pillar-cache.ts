import type { Value } from "@salina/wire";
import type { Runner } from "../runner.js";
import { cachedPillar, minionsOf, wantedPillar } from "./wanted-pillar.js";

export const showPillarCache: Runner = {
  name: "pillar.show_pillar_cache",
  doc: "The pillar of minions as `pillar_cache` has it; False where `pillar_cache` is off.",
  parameters: wantedPillar,
  reads: true,
  async run(given, context) {
    if (!context.pillars.isCached) return false;
    const found = new Map<string, Value>();
    for (const id of await minionsOf(given, context)) {
      const pillar = cachedPillar(given, context, id);
      if (pillar) found.set(id, pillar);
    }
    return found;
  },
};
