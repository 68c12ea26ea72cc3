import type { Runner } from "../runner.js";
import { clearPillarCache } from "./clear-pillar-cache.js";
import { showPillar } from "./show-pillar.js";
import { showPillarCache } from "./show-pillar-cache.js";
import { showTop } from "./show-top.js";

/** @source salt/runners/pillar.py */
export const pillarRunners: readonly Runner[] = [clearPillarCache, showPillar, showPillarCache, showTop];
