import type { JobService, JobState } from "@salina/api";

/** Calls `run` after some time; the answer calls it off. */
export type After = (delayMs: number, run: () => void) => () => void;

/** Follows a job until it ends, the time is over, or the caller has gone. Null: it has not ended. */
export async function waitForJob(
  jobs: JobService,
  jid: string,
  options: { readonly waitMs: number; readonly after: After; readonly gone: AbortSignal },
): Promise<JobState | null> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  const callOff = options.after(options.waitMs, abort);
  options.gone.addEventListener("abort", abort, { once: true });
  if (options.gone.aborted) abort();
  const stopped = new Promise<null>((resolve) => {
    stop.signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  try {
    // A service that is slow to notice the signal does not hold us.
    return await Promise.race([stopped, followToEnd(jobs, jid, stop.signal)]);
  } finally {
    callOff();
    options.gone.removeEventListener("abort", abort);
    stop.abort();
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
