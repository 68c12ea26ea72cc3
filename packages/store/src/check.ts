import type { JobFilter } from "@salina/api";
import type { NewJob, NewOutcome, NewReturn } from "./port.js";

/** What no adapter can store: refused by all of them alike. @throws TypeError */
export function checkJob(job: NewJob): void {
  integers({ startedAt: job.startedAt });
}

export function checkReturn(answer: NewReturn): void {
  integers({ retcode: answer.retcode, returnedAt: answer.returnedAt });
}

export function checkOutcome(outcome: NewOutcome): void {
  integers({ confirmedAt: outcome.confirmedAt, lastSeenAt: outcome.lastSeenAt });
}

export function checkFilter(filter: JobFilter): void {
  integers({ limit: filter.limit });
}

export function integers(values: Readonly<Record<string, number | null>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && !Number.isSafeInteger(value)) throw new TypeError(`store: ${name} is no whole number`);
  }
}
