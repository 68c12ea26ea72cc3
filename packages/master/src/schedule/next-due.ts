import type { EpochMs } from "@salina/api";
import { nextOfCron } from "./cron-rule.js";
import { nextOfPoint } from "./date-point.js";
import type { Timing } from "./entry.js";
import type { Zone } from "./zone.js";

/**
 * The next time at which a job is due, always later than `after`; undefined: there is none.
 *
 * @param last the due time before, from which intervals are counted; null: they are counted from `after`
 */
export function nextDue(timing: Timing, zone: Zone, after: EpochMs, last: EpochMs | null): EpochMs | undefined {
  switch (timing.kind) {
    case "interval": {
      const { everyMs } = timing;
      if (last === null) return after + everyMs;
      if (last > after) return last;
      return last + (Math.floor((after - last) / everyMs) + 1) * everyMs;
    }
    case "cron":
      return nextOfCron(timing.rule, zone, after);
    case "once":
      return nextOfPoint(timing.point, zone, after);
    case "when": {
      const all = timing.points.map((point) => nextOfPoint(point, zone, after)).filter((at) => at !== undefined);
      return all.length === 0 ? undefined : Math.min(...all);
    }
    case "start":
      return undefined;
  }
}

/** Whether it follows the time that passes, not the clock on the wall: it goes on at once when the clock is set back. */
export function followsTime(timing: Timing): boolean {
  return timing.kind === "interval" || (timing.kind === "cron" && timing.rule.everyHour);
}
