import type { JobUpdate } from "@salina/api";
import type { TrackedJob } from "./tracked-job.js";

/** A tracked job's updates as an iterable that ends after `end`, or when `signal` is aborted. */
export async function* updatesOf(job: TrackedJob, signal: AbortSignal): AsyncGenerator<JobUpdate> {
  const queue: JobUpdate[] = [];
  let wake: () => void = () => undefined;
  const unfollow = job.follow((update) => {
    queue.push(update);
    wake();
  });
  const abort = () => wake();
  signal.addEventListener("abort", abort, { once: true });
  try {
    while (!signal.aborted) {
      const update = queue.shift();
      if (update) {
        yield update;
        if (update.kind === "end") return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    unfollow();
    signal.removeEventListener("abort", abort);
  }
}
