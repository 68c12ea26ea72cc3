import type { EpochMs } from "@salina/api";
import { comesOnce, nextOfPoint, pointOnDay } from "./date-point.js";
import type { ScheduleDefaults, ScheduleEntry, TimeRange } from "./entry.js";
import type { Zone } from "./zone.js";

/** Why a job that is due does not run; the words are stock's. */
export type SkipReason =
  | "disabled"
  | "not_in_range"
  | "in_skip_range"
  | "skip_explicit"
  | "until_passed"
  | "after_not_passed"
  | "maxrunning"
  | "dry_run";

export interface Closed {
  readonly reason: SkipReason;
  /** When a job that is left out may run instead (`run_after_skip_range`); null: not at all. */
  readonly runAt: EpochMs | null;
}

/** What keeps a job from running at a moment, by the settings alone; null: nothing. */
export function closedAt(entry: ScheduleEntry, defaults: ScheduleDefaults, now: EpochMs): Closed | null {
  const { range, zone, until, after } = entry;
  const closed = (reason: SkipReason, runAt: EpochMs | null = null): Closed => ({ reason, runAt });
  if (range?.invert === false && !isWithin(range, zone, now)) return closed("not_in_range");
  // At its very ends a job runs either way.
  if (range?.invert === true && isWithin(range, zone, now) && !isAnEnd(range, zone, now)) {
    return closed("in_skip_range");
  }
  const skipRange = entry.skipRange === undefined ? defaults.skipRange : entry.skipRange;
  if (skipRange !== null && isWithin(skipRange, zone, now)) {
    const end = entry.runAfterSkipRange ? endOf(skipRange, zone, now) : undefined;
    return closed("in_skip_range", end === undefined ? null : end + 1000);
  }
  if (until !== null && (pointOnDay(until, zone, now) ?? 0) <= now) return closed("until_passed");
  if (after !== null && (pointOnDay(after, zone, now) ?? 0) >= now) return closed("after_not_passed");
  return null;
}

/** Both ends belong to it. */
export function isWithin(range: TimeRange, zone: Zone, now: EpochMs): boolean {
  if (comesOnce(range.start)) {
    const start = nextOfPoint(range.start, zone, -1) ?? 0;
    const end = nextOfPoint(range.end, zone, -1) ?? 0;
    return start <= now && now <= end;
  }
  // Within: its end is nearer than its next start.
  const end = endOf(range, zone, now);
  const start = nextOfPoint(range.start, zone, now);
  return end !== undefined && start !== undefined && end < start;
}

function isAnEnd({ start, end }: TimeRange, zone: Zone, now: EpochMs): boolean {
  return [start, end].some((point) => nextOfPoint(point, zone, now - 1) === now);
}

function endOf(range: TimeRange, zone: Zone, now: EpochMs): EpochMs | undefined {
  return nextOfPoint(range.end, zone, now - 1);
}
