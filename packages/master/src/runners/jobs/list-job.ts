import type { Encodable } from "@salina/wire";
import type { Runner } from "../runner.js";
import { displayProgress, extSource, jidParameter } from "./job-parameters.js";
import { jobOf, wholeJob } from "./job-shapes.js";

export const listJob: Runner = {
  name: "jobs.list_job",
  doc: "All that is known of a job.",
  parameters: [jidParameter, extSource, displayProgress],
  reads: true,
  run: async (given, { jobs }) => {
    const job = await jobOf(jobs, given);
    return new Map<string, Encodable>([["jid", job.jid], ...wholeJob(job)]);
  },
};
