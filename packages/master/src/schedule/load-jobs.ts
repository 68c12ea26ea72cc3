import type { Packed } from "@salina/api";
import type { ScheduleStore } from "@salina/store";
import { decode, encode, type Value } from "@salina/wire";
import { problemText } from "./entry.js";
import { type EntryContext, readEntry } from "./read-entry.js";
import type { ConfiguredSchedule } from "./read-schedule.js";
import { ScheduledJob } from "./scheduled-job.js";

export interface LoadedJobs {
  readonly jobs: ReadonlyMap<string, ScheduledJob>;
  /** What somebody has said of the schedule as a whole, else the config. */
  readonly allEnabled: boolean;
  /** What cannot be read, each with job and setting. */
  readonly warnings: readonly string[];
}

/** The stored name of the schedule as a whole. */
export const wholeSchedule = "";

/** The jobs of the config with what is kept of them, and those that were added. Of one name that of the config counts. */
export async function loadJobs(deps: {
  readonly store: ScheduleStore;
  readonly config: ConfiguredSchedule;
  readonly context: EntryContext;
  readonly isRunner: (fun: string) => boolean;
}): Promise<LoadedJobs> {
  const { store, config, context, isRunner } = deps;
  const stored = new Map((await store.all()).map((one) => [one.name, one]));
  const warnings = [...config.warnings];
  const jobs = new Map<string, ScheduledJob>();
  for (const [name, { entry, settings }] of config.jobs) {
    jobs.set(name, new ScheduledJob("config", entry, encode(settings), stored.get(name)));
  }
  for (const one of stored.values()) {
    const { name, settings } = one;
    if (name === wholeSchedule || jobs.has(name)) continue;
    if (settings === null) {
      // It has left the config; one that only cannot be read just now keeps its history.
      if (!config.names.has(name)) await store.remove(name);
      continue;
    }
    const read = readEntry(name, openSettings(settings), context);
    if (read.ok) jobs.set(name, new ScheduledJob("added", read.entry, settings, one));
    else warnings.push(...read.problems.map((problem) => problemText(name, problem)));
  }
  for (const { name, entry } of jobs.values()) {
    if (entry.call.target === null && !isRunner(entry.call.fun)) {
      warnings.push(problemText(name, { key: "function", reason: noSuchRunner(entry.call.fun) }));
    }
  }
  return { jobs, allEnabled: stored.get(wholeSchedule)?.enabled ?? config.defaults.enabled, warnings };
}

export function noSuchRunner(fun: string): string {
  return `there is no runner ${fun}; with \`target\` it is a function of minions`;
}

/** Null, which no job can be read from, where they are no msgpack. */
export function openSettings(settings: Packed): Value {
  const read = decode(settings, { maxDepth: 60, duplicateKeys: "last" });
  return read.ok ? read.value : null;
}
