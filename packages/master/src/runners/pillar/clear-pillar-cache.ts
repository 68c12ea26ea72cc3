import type { Runner } from "../runner.js";
import { minionsOf, wantedPillar } from "./wanted-pillar.js";

export const clearPillarCache: Runner = {
  name: "pillar.clear_pillar_cache",
  doc: "Forgets the pillar of minions in `pillar_cache`; False where `pillar_cache` is off.",
  parameters: wantedPillar,
  async run(given, context) {
    if (!context.pillars.isCached) return false;
    if (!context.call.test) for (const id of await minionsOf(given, context)) context.pillars.forget(id);
    return new Map();
  },
};
