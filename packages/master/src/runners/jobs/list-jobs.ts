import type { Encodable } from "@salina/wire";
import { searchJobs } from "../../history/job-search.js";
import type { Runner } from "../runner.js";
import { displayProgress, extSource, outputter } from "./job-parameters.js";
import { described, shownAs } from "./job-shapes.js";
import { ownSearch, searchOf, stockSearch } from "./search-parameters.js";

export const listJobs: Runner = {
  name: "jobs.list_jobs",
  doc: "Jobs by their ids, those that match everything that is given; at most 10,000.",
  parameters: [extSource, outputter, ...stockSearch, displayProgress, ...ownSearch],
  reads: true,
  async run(given, { jobs }) {
    const found: [string, Encodable][] = [];
    for await (const job of searchJobs(jobs, searchOf(given))) found.push([job.jid, described(job)]);
    return shownAs(given, new Map(found.reverse()));
  },
};
