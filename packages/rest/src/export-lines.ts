import type { JobService, JobSummary } from "@salina/api";
import { viewJob } from "./views/job.js";

/** Whole jobs as lines of JSON, as `GET /v1/jobs/{jid}` shows each; one that is removed meanwhile is left out. */
export async function* exportLines(
  jobs: Pick<JobService, "get">,
  found: AsyncIterable<JobSummary>,
): AsyncGenerator<string> {
  for await (const { jid } of found) {
    const job = await jobs.get(jid);
    if (job !== undefined) yield `${JSON.stringify(viewJob(job))}\n`;
  }
}
