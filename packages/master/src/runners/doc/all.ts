import type { Runner } from "../runner.js";
import { execution } from "./execution.js";
import { runner } from "./runner.js";
import { wheel } from "./wheel.js";

/** @source salt/runners/doc.py */
export const docRunners: readonly Runner[] = [execution, runner, wheel];
