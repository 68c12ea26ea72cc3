import { notFound, type Packed, type Schedule, type ScheduleService, scheduleChanged } from "@salina/api";
import { encode, fromJson, type Value } from "@salina/wire";
import { validation } from "./errors.js";
import { hasRoundedInteger, isDeeperThan } from "./json-checks.js";

const maxDepth = 40;

/** @throws validation */
export function packSettings(settings: Readonly<Record<string, unknown>>): Packed {
  if (isDeeperThan(settings, maxDepth)) {
    throw validation([{ pointer: "/settings", message: `is nested more than ${maxDepth} deep` }]);
  }
  if (hasRoundedInteger(settings)) {
    const message = "holds an integer beyond 2^53, which JSON readers round; send it as text";
    throw validation([{ pointer: "/settings", message }]);
  }
  return encode(new Map<Value, Value>(Object.entries(settings).map(([name, value]) => [name, fromJson(value)])));
}

/** @throws not-found */
export function scheduleNamed(schedules: ScheduleService, name: string): Schedule {
  const found = schedules.get(name);
  if (found === undefined) throw notFound({ what: "scheduled job", id: name });
  return found;
}

export function scheduleTag({ version }: Schedule): string {
  return `"${version}"`;
}

/** What `If-Match` demands; undefined: nothing. @throws schedule-changed */
export function wantedVersion(ifMatch: string | undefined, schedule: Schedule): { readonly ifVersion?: string } {
  if (ifMatch === undefined || ifMatch.trim() === "*") return {};
  const tags = ifMatch.split(",").map((tag) => tag.trim());
  if (!tags.includes(scheduleTag(schedule))) throw scheduleChanged({ name: schedule.name });
  return { ifVersion: schedule.version };
}
