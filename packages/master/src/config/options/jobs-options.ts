import { boolean, integer, seconds } from "../kinds.js";
import { option, yearS } from "./option.js";

/** Options for how long jobs are waited for and kept. */
export const jobsOptions = {
  timeout: option(
    seconds(0.1, 86_400),
    5,
    "jobs.timeoutS",
    "Silence after which minions are asked whether a job still runs.",
  ),
  gather_job_timeout: option(seconds(0.1, 86_400), 10, "jobs.gatherTimeoutS", "How long they may take to answer that."),
  keep_jobs_seconds: option(
    integer(0, 100 * yearS, "seconds"),
    86_400,
    "jobs.keepS",
    "How long jobs are kept; 0: for ever.",
  ),
  keep_jobs: option(
    integer(0, 100 * 366 * 24, "hours"),
    24,
    "jobs.keepS",
    "The same in hours; counts where `keep_jobs_seconds` is at its default.",
  ),
  unique_jid: option(boolean, false, "jobs.uniqueJid", "Append the process id to job ids."),
} as const;
