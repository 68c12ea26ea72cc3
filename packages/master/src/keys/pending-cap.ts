/** Counting a large directory for every stranger would be an attack of its own. */
const recountAfterMs = 1000;

export interface PendingCap {
  reached(): Promise<boolean>;
  /** One more key waits. */
  added(): void;
}

/**
 * The limit of waiting keys. The directory is counted at most once a second; in between the master's own
 * additions are added up, so that the limit is never passed by more than a second's other changes.
 * @param max 0: no limit
 */
export function createPendingCap(options: {
  readonly max: number;
  readonly count: () => Promise<number>;
  readonly nowMs: () => number;
}): PendingCap {
  const { max, count, nowMs } = options;
  let known = 0;
  let countedMs = Number.NEGATIVE_INFINITY;
  let counting: Promise<void> | null = null;

  async function recount(): Promise<void> {
    countedMs = nowMs();
    known = 0;
    // Keys added while the directory is read may count twice: the limit is then early, never late.
    known += await count();
  }

  return {
    async reached() {
      if (max === 0) return false;
      if (counting === null && nowMs() - countedMs >= recountAfterMs) {
        counting = recount().finally(() => {
          counting = null;
        });
      }
      if (counting !== null) await counting;
      return known >= max;
    },

    added() {
      known += 1;
    },
  };
}
