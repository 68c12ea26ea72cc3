import { notFound, type Schedule, type ScheduleRun, type ScheduleService } from "@salina/api";
import { type Encodable, Spliced } from "@salina/wire";
import { localTime, readLocalTime } from "../../schedule/local-time.js";
import { openZone, type Zone } from "../../schedule/zone.js";
import type { Parameters } from "../parameters.js";

export function zoneOf({ timezone }: Schedule): Zone {
  return openZone(timezone) ?? { name: "UTC", offsetMs: () => 0 };
}

/** @throws not-found */
export function scheduleOf(schedules: ScheduleService, name: string): Schedule {
  const found = schedules.get(name);
  if (found === undefined) throw notFound({ what: "scheduled job", id: name.slice(0, 100) });
  return found;
}

/** A job as runners give it: times in its own zone. */
export function shapeOfSchedule(schedule: Schedule): Map<string, Encodable> {
  const zone = zoneOf(schedule);
  const { origin, enabled, timezone, settings, nextRunAt, lastRun, lastSkip, running } = schedule;
  return new Map<string, Encodable>([
    ["settings", new Spliced(settings)],
    ["origin", origin],
    ["enabled", enabled],
    ["timezone", timezone],
    ["next", nextRunAt === null ? null : localTime(zone, nextRunAt)],
    ["last", lastRun === null ? null : shapeOfRun(lastRun, zone)],
    ["running", running],
    ...(lastSkip === null
      ? []
      : ([
          [
            "skipped",
            new Map([
              ["at", localTime(zone, lastSkip.at)],
              ["reason", lastSkip.reason],
            ]),
          ],
        ] as const)),
  ]);
}

export function shapeOfRun(run: ScheduleRun, zone: Zone): Map<string, Encodable> {
  const time = (at: number | null) => (at === null ? null : localTime(zone, at));
  return new Map<string, Encodable>([
    ["run", run.id],
    ["outcome", run.outcome],
    ["cause", run.cause],
    ["due", time(run.dueAt)],
    ["started", time(run.startedAt)],
    ["ended", time(run.endedAt)],
    ["jid", run.jid],
    ...(run.reason === null ? [] : ([["reason", run.reason]] as const)),
    ...(run.minions.length === 0 ? [] : ([["minions", [...run.minions]]] as const)),
  ]);
}

/** @throws Error where it is no date */
export function timeParameter(given: Parameters, key: string, schedule: Schedule): number {
  const at = readLocalTime(zoneOf(schedule), given.text(key));
  if (at === undefined) throw new Error(`'${key}' is no date: write 2026-11-23T05:00:00`);
  return at;
}

/** @throws Error where it is out of bounds */
export function countParameter(given: Parameters, key: string, standard: number, max: number): number {
  const count = given.number(key, standard);
  if (!Number.isInteger(count) || count < 1 || count > max) throw new Error(`'${key}' has to be from 1 to ${max}`);
  return count;
}
