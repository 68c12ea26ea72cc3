import type { EpochMs, ScheduleCause, ScheduleRun } from "@salina/api";
import type { Value } from "@salina/wire";
import type { CallResult } from "./calls.js";

export function startedRun(facts: {
  readonly id: string;
  readonly name: string;
  readonly cause: ScheduleCause;
  readonly dueAt: EpochMs;
  readonly now: EpochMs;
}): ScheduleRun {
  const { id, name, cause, dueAt, now } = facts;
  const none = { endedAt: null, jid: null, reason: null, minions: [], count: 1 };
  return { id, name, cause, outcome: "running", dueAt, startedAt: now, ...none };
}

/** What nothing makes up for. */
export function missedRun(run: ScheduleRun, count: number): ScheduleRun {
  const reason = count === 1 ? "its time was missed" : `${count} times were missed`;
  return { ...run, outcome: "missed", startedAt: null, endedAt: run.startedAt, reason, count };
}

export function endedRun(run: ScheduleRun, { ok, reason, minions }: CallResult, now: EpochMs): ScheduleRun {
  return { ...run, outcome: ok ? "succeeded" : "failed", endedAt: now, reason, minions };
}

export function interruptedRun(run: ScheduleRun, now: EpochMs): ScheduleRun {
  const reason = "the master ended while it ran; what it has done by then is not known";
  return { ...run, outcome: "interrupted", endedAt: now, reason };
}

/** What events of the schedule carry. */
export function eventOfRun(run: ScheduleRun): Map<Value, Value> {
  const time = (at: EpochMs | null) => (at === null ? null : new Date(at).toISOString());
  return new Map<Value, Value>([
    ["schedule", run.name],
    ["run", run.id],
    ["cause", run.cause],
    ["outcome", run.outcome],
    ["due", time(run.dueAt)],
    ["started", time(run.startedAt)],
    ["ended", time(run.endedAt)],
    ["jid", run.jid],
    ["reason", run.reason],
    ["minions", [...run.minions]],
    ["count", run.count],
  ]);
}
