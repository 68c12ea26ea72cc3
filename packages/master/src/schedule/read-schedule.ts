import { isMap, pythonText, type Value } from "@salina/wire";
import { noDefaults, problemText, type ScheduleDefaults, type ScheduleEntry } from "./entry.js";
import { type EntryContext, readEntry, readRange, readSplay, reservedNames } from "./read-entry.js";
import { SettingsReader } from "./settings-reader.js";

export interface ConfiguredJob {
  readonly entry: ScheduleEntry;
  readonly settings: Value;
}

export interface ConfiguredSchedule {
  readonly defaults: ScheduleDefaults;
  readonly jobs: ReadonlyMap<string, ConfiguredJob>;
  /** Of all jobs that stand there, also of those that cannot be read. */
  readonly names: ReadonlySet<string>;
  /** What cannot be read, each with job and setting. */
  readonly warnings: readonly string[];
}

/** `schedule` of the master's config. What cannot be read is left out and told, it stops nothing. */
export function readSchedule(value: Value, context: EntryContext): ConfiguredSchedule {
  if (value === null) return { defaults: noDefaults, jobs: new Map(), names: new Set(), warnings: [] };
  if (!isMap(value))
    return { defaults: noDefaults, jobs: new Map(), names: new Set(), warnings: ["expected a map of jobs"] };
  const warnings: string[] = [];
  const jobs = new Map<string, ConfiguredJob>();
  for (const [key, settings] of value) {
    const name = pythonText(key);
    if (reservedNames.has(name)) continue;
    const read = readEntry(name, settings, context);
    const problems = read.ok ? read.notes : read.problems;
    const shown = JSON.stringify(name.slice(0, 100)).slice(1, -1);
    warnings.push(...problems.map((one) => problemText(shown, one) + (read.ok ? "" : "; the job is left out")));
    if (read.ok) jobs.set(name, { entry: read.entry, settings });
  }
  const read = new SettingsReader(value);
  const defaults: ScheduleDefaults = {
    enabled: read.flag("enabled", true),
    splay: readSplay(read),
    skipRange: readRange(read, "skip_during_range"),
  };
  if (value.has("skip_function")) read.note("skip_function", "not served; a skipped run is noted with its reason");
  warnings.push(...[...read.problems, ...read.notes].map((one) => problemText("all jobs", one)));
  return { defaults, jobs, names: new Set([...value.keys()].map(pythonText)), warnings };
}
