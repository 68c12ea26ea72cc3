import { memoryJobs } from "./memory-jobs.js";
import { memoryMine } from "./memory-mine.js";
import { memoryMinions } from "./memory-minions.js";
import { memoryRuns } from "./memory-runs.js";
import { memorySchedules } from "./memory-schedules.js";
import type { Store } from "./port.js";

/** Remembers until the process ends: for tests, and as the model that other stores are measured by. */
export function memoryStore(): Store {
  const mine = memoryMine();
  return {
    jobs: memoryJobs(),
    minions: memoryMinions((id) => mine.forget(id)),
    mine,
    runs: memoryRuns(),
    schedules: memorySchedules(),
    size: () => Promise.resolve({ usedBytes: 0, fileBytes: 0 }),
    close: () => Promise.resolve(),
  };
}
