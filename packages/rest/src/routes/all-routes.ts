import type { App, RouteDeps } from "../app.js";
import { health } from "./health.js";
import { jobsExport } from "./jobs-export.js";
import { jobsGet } from "./jobs-get.js";
import { jobsList } from "./jobs-list.js";
import { jobsPost } from "./jobs-post.js";
import { jobsReturns } from "./jobs-returns.js";
import { keysDelete } from "./keys-delete.js";
import { keysGet } from "./keys-get.js";
import { keysList } from "./keys-list.js";
import { keysPatch } from "./keys-patch.js";
import { minionsGet } from "./minions-get.js";
import { minionsList } from "./minions-list.js";
import { openapiGet } from "./openapi-get.js";
import { runsControl } from "./runs-control.js";
import { runsEvents } from "./runs-events.js";
import { runsGet } from "./runs-get.js";
import { runsList } from "./runs-list.js";
import { runsPost } from "./runs-post.js";
import { runsPreview } from "./runs-preview.js";
import { schedulesDelete } from "./schedules-delete.js";
import { schedulesGet } from "./schedules-get.js";
import { schedulesList } from "./schedules-list.js";
import { schedulesPost } from "./schedules-post.js";
import { schedulesPut } from "./schedules-put.js";
import { schedulesRun } from "./schedules-run.js";
import { schedulesRuns } from "./schedules-runs.js";
import { statusGet } from "./status-get.js";
import { targetsResolve } from "./targets-resolve.js";

export const allRoutes: readonly ((app: App, deps: RouteDeps) => void)[] = [
  jobsPost,
  jobsList,
  jobsExport,
  jobsGet,
  jobsReturns,
  minionsList,
  minionsGet,
  targetsResolve,
  keysList,
  keysGet,
  keysPatch,
  keysDelete,
  runsList,
  runsPost,
  runsPreview,
  runsGet,
  runsEvents,
  runsControl,
  schedulesList,
  schedulesPost,
  schedulesGet,
  schedulesPut,
  schedulesDelete,
  schedulesRun,
  schedulesRuns,
  statusGet,
  health,
  openapiGet,
];
