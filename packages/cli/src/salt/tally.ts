import type { MinionResult, PublishedJob } from "@salina/api";

/** A minion that has not answered, and what is known of it. */
export interface NotReturned {
  readonly minion: string;
  /** `unknown`: no accepted key has this id. */
  readonly outcome: "running" | "offline" | "lost" | "unknown";
  readonly connected: boolean | null;
  readonly confirmedAtMs: number | null;
  readonly lastSeenAtMs: number | null;
}

/** Keeps count of what became of each minion of a job. */
export class Tally {
  readonly #returned = new Map<string, number>();
  readonly #open: Map<string, NotReturned>;
  readonly #unknown: readonly string[];

  constructor(job: Pick<PublishedJob, "minions" | "missing">) {
    this.#open = new Map(job.minions.map((minion) => [minion, notHeardOf(minion, "running")]));
    this.#unknown = job.missing;
  }

  /** @returns whether this is an answer that has not been seen before */
  add(result: MinionResult): boolean {
    const { minion, outcome, connected, confirmedAt, lastSeenAt } = result;
    if (this.#returned.has(minion)) return false;
    if (outcome === "returned" || outcome === "failed") {
      this.#open.delete(minion);
      this.#returned.set(minion, result.retcode ?? (outcome === "failed" ? 1 : 0));
      return true;
    }
    this.#open.set(minion, { minion, outcome, connected, confirmedAtMs: confirmedAt, lastSeenAtMs: lastSeenAt });
    return false;
  }

  /** Minions that were sent the job and have not answered, as far as anything is known. */
  open(): NotReturned[] {
    return [...this.#open.values()].sort(byId);
  }

  /** Of those, the ones that the job was given up for. */
  silent(): NotReturned[] {
    return this.open().filter(({ outcome }) => outcome !== "running");
  }

  /** Ids of a list that no accepted minion has. */
  unknown(): NotReturned[] {
    return this.#unknown.map((minion) => notHeardOf(minion, "unknown"));
  }

  returnedCount(): number {
    return this.#returned.size;
  }

  failed(): string[] {
    return [...this.#returned].filter(([, retcode]) => retcode !== 0).map(([minion]) => minion);
  }
}

function notHeardOf(minion: string, outcome: NotReturned["outcome"]): NotReturned {
  return { minion, outcome, connected: null, confirmedAtMs: null, lastSeenAtMs: null };
}

function byId(a: NotReturned, b: NotReturned): number {
  return a.minion < b.minion ? -1 : a.minion > b.minion ? 1 : 0;
}
