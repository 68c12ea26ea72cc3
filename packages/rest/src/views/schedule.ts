import type * as api from "@salina/api";
import type * as schema from "../schemas/schedule.js";
import { time, timeOrNull } from "./times.js";
import { openValue } from "./value.js";

export const shownTimes = 5;

export function viewSchedule(schedules: api.ScheduleService, one: api.Schedule): schema.Schedule {
  const self = `/v1/schedules/${encodeURIComponent(one.name)}`;
  const { name, origin, enabled, timezone, lastSkip, running } = one;
  return {
    name,
    origin,
    enabled,
    timezone,
    settings: openValue(one.settings) as Record<string, unknown>,
    nextRunAt: timeOrNull(one.nextRunAt),
    next: schedules.next(name, shownTimes).map(({ at, skipped }) => ({ at: time(at), skipped })),
    lastRun: one.lastRun === null ? null : viewScheduleRun(one.lastRun),
    lastSkip: lastSkip === null ? null : { at: time(lastSkip.at), reason: lastSkip.reason },
    running,
    links: { self, runs: `${self}/runs` },
  };
}

export function viewScheduleRun(run: api.ScheduleRun): schema.ScheduleRun {
  const { id, outcome, cause, jid, reason, minions, count } = run;
  return {
    id,
    outcome,
    cause,
    dueAt: time(run.dueAt),
    startedAt: timeOrNull(run.startedAt),
    endedAt: timeOrNull(run.endedAt),
    jid,
    reason,
    minions: [...minions],
    count,
  };
}
