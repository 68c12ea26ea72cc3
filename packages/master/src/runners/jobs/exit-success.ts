import type { Runner } from "../runner.js";
import { extSource, jidParameter } from "./job-parameters.js";
import { jobOf } from "./job-shapes.js";

export const exitSuccess: Runner = {
  name: "jobs.exit_success",
  doc: "Whether a job went well, by minion: True where it returned with code 0.",
  parameters: [jidParameter, extSource],
  reads: true,
  run: async (given, { jobs }) => {
    const job = await jobOf(jobs, given);
    return new Map(job.results.map(({ minion, outcome }) => [minion, outcome === "returned"]));
  },
};
