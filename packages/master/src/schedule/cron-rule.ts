import type { EpochMs } from "@salina/api";
import { CronTime } from "cron";
import { leapBetween, momentOf, type WallMs, wallOf, type Zone } from "./zone.js";

/** A cron expression. */
export interface CronRule {
  readonly text: string;
  /** Its field of hours leaves none out. */
  readonly everyHour: boolean;
  /** The next reading of a clock that it names; undefined: none within eight years. */
  nextWall(after: WallMs): WallMs | undefined;
}

/** Names that other crons know for the same. */
const sameAs: ReadonlyMap<string, string> = new Map([
  ["@annually", "@yearly"],
  ["@midnight", "@daily"],
]);

/** Five fields, or six with seconds in front, or a name such as `@daily`. A text: why it cannot be used. */
export function readCron(text: string): CronRule | string {
  const given = text.trim().toLowerCase();
  if (given.length > 200) return "it is longer than 200 characters";
  const named = sameAs.get(given) ?? given;
  // CronTime reads a text of letters only that it does not know as `* * * * *`.
  if (!/^(@[a-z]+|[\d*/,\-a-z]+(\s+[\d*/,\-a-z]+){4,5})$/.test(named)) return "it has not five or six fields";
  try {
    const time = new CronTime(named, "UTC");
    const rule: CronRule = {
      text,
      everyHour: named === "@hourly" || named === "@minutely" || named === "@secondly" || hasEveryHour(named),
      nextWall: (after) => nextWall(time, after),
    };
    return rule.nextWall(0) === undefined && rule.nextWall(Date.UTC(2096, 0)) === undefined ? "it names no day" : rule;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function hasEveryHour(text: string): boolean {
  return /^(\*(\/1)?|0-23(\/1)?)$/.test(text.split(/\s+/).at(-4) ?? "");
}

/** CronTime counts in UTC only: with a zone it goes back in time where clocks leap by half an hour. */
function nextWall(time: CronTime, after: WallMs): WallMs | undefined {
  try {
    return time.getNextDateFrom(new Date(after), "UTC").toMillis();
  } catch {
    return undefined;
  }
}

/**
 * The next moment that a rule names.
 *
 * Where clocks are put forward, a rule for certain hours runs at the moment of the leap instead, once; where they are put
 * back it runs the first time only. A rule for every hour follows the time that passes.
 */
export function nextOfCron(rule: CronRule, zone: Zone, after: EpochMs): EpochMs | undefined {
  return rule.everyHour ? nextOfEveryHour(rule, zone, after) : nextOfHours(rule, zone, after);
}

function nextOfHours(rule: CronRule, zone: Zone, after: EpochMs): EpochMs | undefined {
  let wall = rule.nextWall(wallOf(zone, after));
  while (wall !== undefined) {
    const at = momentOf(zone, wall);
    if (at > after) return at;
    wall = rule.nextWall(wall);
  }
  return undefined;
}

function nextOfEveryHour(rule: CronRule, zone: Zone, after: EpochMs): EpochMs | undefined {
  let from = after;
  let offset = zone.offsetMs(after);
  for (;;) {
    const wall = rule.nextWall(from + offset);
    if (wall === undefined) return undefined;
    const at = wall - offset;
    const leap = leapBetween(zone, from, at);
    if (leap === undefined) return at;
    // The moment of the leap itself shows the new time.
    offset = zone.offsetMs(leap);
    const first = rule.nextWall(leap - 1 + offset);
    if (first === undefined) return undefined;
    const next = leapBetween(zone, leap, first - offset);
    if (next === undefined) return first - offset;
    from = next;
    offset = zone.offsetMs(next);
  }
}
