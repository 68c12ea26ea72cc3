import type { JobFilter, JobSummary } from "./job.js";
import type { JobService } from "./service.js";

const pageSize = 500;

/** Jobs that match, newest first, page by page; at most `most`. */
export async function* matchingJobs(
  jobs: Pick<JobService, "list">,
  filter: Omit<JobFilter, "limit" | "before">,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<JobSummary> {
  let before: string | undefined;
  for (let left = most; left > 0; ) {
    const limit = Math.min(pageSize, left);
    const page = await jobs.list({ ...filter, limit, ...(before === undefined ? {} : { before }) });
    yield* page.jobs;
    left -= page.jobs.length;
    if (page.next === null) return;
    before = page.next;
  }
}
