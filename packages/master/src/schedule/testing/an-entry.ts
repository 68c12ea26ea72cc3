import { toValue } from "@salina/wire";
import { problemText, type ScheduleEntry } from "../entry.js";
import { readEntry } from "../read-entry.js";
import { zone } from "./zones.js";

/** An entry out of settings, in UTC unless they say otherwise. @throws Error with the problems */
export function anEntry(settings: Readonly<Record<string, unknown>>, zoneName = "UTC"): ScheduleEntry {
  const all = { function: "jobs.active", ...settings };
  const read = readEntry("job", toValue(all), { zone: zone(zoneName), alerts: ["ops"] });
  if (!read.ok) throw new Error(read.problems.map((one) => problemText("job", one)).join("; "));
  return read.entry;
}
