import { patternsOf, searchJobs } from "../../history/job-search.js";
import type { Runner } from "../runner.js";
import { displayProgress, extSource, outputter } from "./job-parameters.js";
import { shownAs, wholeJob } from "./job-shapes.js";

export const lastRun: Runner = {
  name: "jobs.last_run",
  doc: "The latest job that matches; False where there is none.",
  parameters: [
    extSource,
    outputter,
    { name: "metadata", doc: "A dictionary, one entry of which is in the job's metadata.", type: "map", default: null },
    { name: "function", doc: "Functions and globs.", type: "list", default: null },
    { name: "target", doc: "Targets as they were given, and globs.", type: "list", default: null },
    displayProgress,
  ],
  reads: true,
  async run(given, { jobs }) {
    const functions = given.value("function");
    const search = {
      filter: functions === null ? {} : { funs: patternsOf(functions) },
      targets: given.value("target"),
      metadata: given.mapOrNull("metadata"),
      limit: 1,
    };
    for await (const { jid } of searchJobs(jobs, search)) {
      const job = await jobs.get(jid);
      if (job) return shownAs(given, new Map([[jid, wholeJob(job)]]));
    }
    return false;
  },
};
