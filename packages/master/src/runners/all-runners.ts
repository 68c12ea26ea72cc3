import { functionsOf } from "../functions/master-function.js";
import { toolRunners } from "./all-tool-runners.js";
import { cacheRunners } from "./cache/all.js";
import { docRunners } from "./doc/all.js";
import { error } from "./error/error.js";
import { fileserverRunners } from "./fileserver/all.js";
import { jobsRunners } from "./jobs/all.js";
import { manageRunners } from "./manage/all.js";
import { mineRunners } from "./mine/all.js";
import { orchestrationRunners } from "./orchestration/all.js";
import { pillarRunners } from "./pillar/all.js";
import { queueRunners } from "./queue/all.js";
import { reactorRunners } from "./reactor/all.js";
import { scheduleRunners } from "./schedule/all.js";
import { stateRunners } from "./state/all.js";
import { hash } from "./survey/hash.js";

/** Every runner, by its name. */
export const allRunners = functionsOf(
  cacheRunners,
  docRunners,
  [error],
  fileserverRunners,
  jobsRunners,
  manageRunners,
  mineRunners,
  orchestrationRunners,
  pillarRunners,
  queueRunners,
  stateRunners,
  scheduleRunners,
  reactorRunners,
  [hash],
  toolRunners,
);
