import { type JobService, matchingJobs, runnerFailed } from "@salina/api";
import { exportLines } from "@salina/rest/export-lines";
import type { Value } from "@salina/wire";
import { callArguments } from "../../functions/call-arguments.js";
import { searchJobs } from "../../history/job-search.js";
import type { Runner } from "../runner.js";
import { ownSearch, searchOf, stockSearch } from "./search-parameters.js";

/** Not a runner's answer, which would have to be held whole: `salt-run` streams it (`jobs.export` of the local socket). */
export const exportJobs: Runner = {
  name: "jobs.export",
  doc: "Whole jobs with their returns as lines of JSON, newest first: `salt-run jobs.export > jobs.jsonl`, or `GET /v1/jobs/export`.",
  parameters: [...stockSearch, ...ownSearch],
  reads: true,
  run: () => Promise.reject(new Error("jobs.export is streamed: use `salt-run jobs.export`, or GET /v1/jobs/export")),
};

/** The lines. @param arg as a runner's. @throws runner-failed that names a wrong argument */
export function exportedJobs(jobs: Pick<JobService, "list" | "get">, arg: readonly Value[]): AsyncIterable<string> {
  const search = wanted(arg);
  const { filter, targets, metadata, limit } = search;
  const isPlain = targets === null && metadata === null;
  const found = isPlain
    ? matchingJobs(jobs, filter, limit ?? undefined)
    : searchJobs(jobs, search, Number.POSITIVE_INFINITY);
  return exportLines(jobs, found);
}

function wanted(arg: readonly Value[]) {
  try {
    return searchOf(callArguments(exportJobs, arg));
  } catch (error) {
    throw runnerFailed({ fun: exportJobs.name, reason: error instanceof Error ? error.message : String(error) });
  }
}
