import { matchingJobs } from "@salina/api";
import type { Encodable } from "@salina/wire";
import { maxLooked } from "../../history/job-search.js";
import type { Runner } from "../runner.js";
import { displayProgress, extSource, outputter } from "./job-parameters.js";
import { described, shownAs } from "./job-shapes.js";

export const listJobsFilter: Runner = {
  name: "jobs.list_jobs_filter",
  doc: "The newest jobs, so many of them.",
  parameters: [
    { name: "count", doc: "How many.", type: "number" },
    { name: "filter_find_job", doc: "Without `saltutil.find_job`.", default: true },
    extSource,
    outputter,
    displayProgress,
  ],
  reads: true,
  async run(given, { jobs }) {
    const count = given.number("count");
    const found: [string, Encodable][] = [];
    for await (const job of matchingJobs(jobs, {}, maxLooked)) {
      if (found.length >= count) break;
      if (given.flag("filter_find_job") && job.fun === "saltutil.find_job") continue;
      found.push([job.jid, described(job)]);
    }
    return shownAs(given, new Map(found.reverse()));
  },
};
