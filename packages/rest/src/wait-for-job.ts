import type { JobService, JobState } from "@salina/api";

/** Calls `run` after some time; the answer calls it off. */
export type After = (delayMs: number, run: () => void) => () => void;

/** Follows a job until it ends, the time is over, or `stop` says that nobody wants to know. Null: it has not ended. */
export async function waitForJob(
  jobs: JobService,
  jid: string,
  options: { readonly waitMs: number; readonly after: After; readonly stop: AbortSignal },
): Promise<JobState | null> {
  const over = new AbortController();
  const abort = () => over.abort();
  const callOff = options.after(options.waitMs, abort);
  const stopped = new Promise<null>((resolve) => {
    over.signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  options.stop.addEventListener("abort", abort, { once: true });
  if (options.stop.aborted) abort();
  try {
    // A service that is slow to notice the signal does not hold us.
    return await Promise.race([stopped, followToEnd(jobs, jid, over.signal)]);
  } finally {
    callOff();
    options.stop.removeEventListener("abort", abort);
    over.abort();
  }
}

async function followToEnd(jobs: JobService, jid: string, signal: AbortSignal): Promise<JobState | null> {
  try {
    for await (const update of jobs.follow(jid, signal)) if (update.kind === "end") return update.state;
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
