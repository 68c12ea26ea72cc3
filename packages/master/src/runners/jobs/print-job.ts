import type { Runner } from "../runner.js";
import { extSource, jidParameter } from "./job-parameters.js";
import { jobOf, wholeJob } from "./job-shapes.js";

export const printJob: Runner = {
  name: "jobs.print_job",
  doc: "All that is known of a job, under its id.",
  parameters: [jidParameter, extSource],
  reads: true,
  run: async (given, { jobs }) => {
    const job = await jobOf(jobs, given);
    return new Map([[job.jid, wholeJob(job)]]);
  },
};
