import type { MinionResult, PublishedJob } from "@salina/api";

export interface NotReturned {
  readonly minion: string;
  readonly connected: boolean | null;
}

/** Keeps count of what became of each minion of a job. */
export class Tally {
  readonly #returned = new Map<string, number>();
  readonly #silent = new Map<string, boolean | null>();
  readonly #unknown: readonly string[];

  constructor(job: Pick<PublishedJob, "missing">) {
    this.#unknown = job.missing;
  }

  /** @returns whether this is an answer that has not been seen before */
  add(result: MinionResult): boolean {
    const { minion, outcome, connected } = result;
    if (this.#returned.has(minion)) return false;
    if (outcome === "returned" || outcome === "failed") {
      this.#silent.delete(minion);
      this.#returned.set(minion, result.retcode ?? (outcome === "failed" ? 1 : 0));
      return true;
    }
    if (outcome === "running") this.#silent.delete(minion);
    else this.#silent.set(minion, connected);
    return false;
  }

  /** Minions that were sent the job and have not answered. */
  silent(): NotReturned[] {
    return Array.from(this.#silent, ([minion, connected]) => ({ minion, connected })).sort(byId);
  }

  /** Ids of a list that no accepted minion has. */
  unknown(): NotReturned[] {
    return this.#unknown.map((minion) => ({ minion, connected: null }));
  }

  returnedCount(): number {
    return this.#returned.size;
  }

  failed(): string[] {
    return [...this.#returned].filter(([, retcode]) => retcode !== 0).map(([minion]) => minion);
  }
}

function byId(a: NotReturned, b: NotReturned): number {
  return a.minion < b.minion ? -1 : a.minion > b.minion ? 1 : 0;
}
