import type { JobFilter, RunEntry, RunRecord, ScheduleRun } from "@salina/api";
import type { NewJob, NewOutcome, NewReturn } from "./port.js";

/** What no adapter can store: refused by all of them alike. @throws TypeError */
export function checkJob(job: NewJob): void {
  integers({ startedAt: job.startedAt });
  texts({ jid: job.jid, user: job.user });
}

export function checkReturn(answer: NewReturn): void {
  integers({ retcode: answer.retcode, returnedAt: answer.returnedAt });
  texts({ jid: answer.jid, minion: answer.minion, out: answer.out });
}

export function checkOutcome(outcome: NewOutcome): void {
  integers({ confirmedAt: outcome.confirmedAt, lastSeenAt: outcome.lastSeenAt });
  texts({ jid: outcome.jid, minion: outcome.minion });
}

export function checkFilter({ limit, from, to, before, user, stateId, stateResult, funs, minions }: JobFilter): void {
  integers({ limit, from: from ?? null, to: to ?? null });
  texts({ before: before ?? null, user: user ?? null, stateId: stateId ?? null });
  for (const name of [...(funs ?? []), ...(minions ?? [])]) texts({ name });
  if (stateResult !== undefined && stateId === undefined) throw new TypeError("store: stateResult without stateId");
}

export function checkRun({ jid, name, user, parent, startedAt }: Omit<RunRecord, "state" | "endedAt">): void {
  integers({ startedAt });
  texts({ jid, name, user, parent });
}

export function checkRunEntry({ step, at }: RunEntry): void {
  integers({ at });
  texts({ step });
}

export function checkScheduleRun({ id, name, dueAt, startedAt, endedAt, jid, count }: ScheduleRun): void {
  integers({ dueAt, startedAt, endedAt, count });
  texts({ id, name, jid });
}

export function integers(values: Readonly<Record<string, number | null>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && !Number.isSafeInteger(value)) throw new TypeError(`store: ${name} is no whole number`);
  }
}

/** Node 22's SQLite reads text only up to a NUL. */
export function texts(values: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value?.includes("\0")) throw new TypeError(`store: ${name} contains a NUL character`);
  }
}
