import type { Store } from "@salina/store";

export interface HistoryLimits {
  /** `keep_jobs_seconds`; 0: for ever. */
  readonly keepMs: number;
  /** Size of all records, beyond which the oldest jobs go; 0: no limit. */
  readonly keepBytes: number;
}

export interface Forgotten {
  /** Older than they are kept. */
  readonly old: number;
  /** Younger, but there was no room. */
  readonly crowdedOut: number;
}

/** Jobs removed in one step, so that removing many holds up nothing. */
const step = 50;

/**
 * Removes ended jobs and runs of orchestrations that are older than they are kept, then the oldest until the rest fits.
 * What still runs stays.
 */
export async function forgetJobs(
  store: Store,
  now: number,
  { keepMs, keepBytes }: HistoryLimits,
  isStopped: () => boolean,
): Promise<Forgotten> {
  let old = 0;
  for (let more = keepMs > 0; more && !isStopped(); ) {
    const removed = await store.jobs.prune(now - keepMs, step);
    old += removed;
    const runs = await store.runs.prune(now - keepMs, step);
    more = removed === step || runs === step;
  }
  let crowdedOut = 0;
  while (keepBytes > 0 && !isStopped() && (await store.size()).usedBytes > keepBytes) {
    const removed = await store.jobs.prune(Number.MAX_SAFE_INTEGER, step);
    // Runs go with the jobs that they are as old as.
    const runs = await store.runs.prune((await store.jobs.oldest()) ?? now, step);
    crowdedOut += removed;
    if (removed + runs === 0) break;
  }
  return { old, crowdedOut };
}
