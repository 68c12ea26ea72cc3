import type { Runner } from "../runner.js";
import { clearAll, clearGrains, clearPillar } from "./clear.js";
import { clearGitLock } from "./clear-git-lock.js";
import { clearMine, clearMineFunction } from "./clear-mine.js";
import { grains } from "./grains.js";
import { mine } from "./mine.js";
import { pillar } from "./pillar.js";

/** @source salt/runners/cache.py */
export const cacheRunners: readonly Runner[] = [
  grains,
  pillar,
  mine,
  clearAll,
  clearGrains,
  clearPillar,
  clearMine,
  clearMineFunction,
  clearGitLock,
];
