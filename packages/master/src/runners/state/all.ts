import type { Runner } from "../runner.js";
import { orchestrate } from "./orchestrate.js";
import { orchestrateHigh } from "./orchestrate-high.js";
import { orchestrateShowSls } from "./orchestrate-show-sls.js";
import { orchestrateSingle } from "./orchestrate-single.js";
import { pause } from "./pause.js";
import { resume } from "./resume.js";
import { softKill } from "./soft-kill.js";

/** @source salt/runners/state.py; `state.event` is the command's own */
export const stateRunners: readonly Runner[] = [
  ...orchestrate,
  orchestrateHigh,
  ...orchestrateShowSls,
  orchestrateSingle,
  ...pause,
  ...resume,
  softKill,
];
