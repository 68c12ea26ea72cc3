import type { Runner } from "../runner.js";
import { get } from "./get.js";
import { update } from "./update.js";

/** @source salt/runners/mine.py */
export const mineRunners: readonly Runner[] = [get, update];
