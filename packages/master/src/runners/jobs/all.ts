import type { Runner } from "../runner.js";
import { active } from "./active.js";
import { exitSuccess } from "./exit-success.js";
import { exportJobs } from "./export.js";
import { lastRun } from "./last-run.js";
import { listJob } from "./list-job.js";
import { listJobs } from "./list-jobs.js";
import { listJobsFilter } from "./list-jobs-filter.js";
import { lookupJid } from "./lookup-jid.js";
import { master } from "./master.js";
import { printJob } from "./print-job.js";

/** @source salt/runners/jobs.py */
export const jobsRunners: readonly Runner[] = [
  active,
  exitSuccess,
  exportJobs,
  lastRun,
  listJob,
  listJobs,
  listJobsFilter,
  lookupJid,
  master,
  printJob,
];
