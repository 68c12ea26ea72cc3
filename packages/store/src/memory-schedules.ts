import type { ScheduleRun } from "@salina/api";
import { answer } from "./answer.js";
import { checkScheduleRun, integers, texts } from "./check.js";
import type { ScheduleStore, StoredSchedule } from "./port.js";

export function memorySchedules(): ScheduleStore {
  const all = new Map<string, StoredSchedule>();
  const allRuns = new Map<string, Map<string, ScheduleRun>>();
  const newestFirst = (name: string) => [...(allRuns.get(name)?.values() ?? [])].sort((a, b) => (a.id < b.id ? 1 : -1));

  return {
    all: () => answer(() => [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    save: (schedule, runs, keepRuns) =>
      answer(() => {
        integers({ keepRuns });
        texts({ name: schedule.name });
        runs.forEach(checkScheduleRun);
        const { settings, state } = schedule;
        all.set(schedule.name, {
          ...schedule,
          settings: settings && new Uint8Array(settings),
          state: state && new Uint8Array(state),
        });
        for (const run of runs) {
          const known = allRuns.get(run.name) ?? new Map<string, ScheduleRun>();
          allRuns.set(run.name, known.set(run.id, { ...run, minions: [...run.minions] }));
        }
        if (runs.length === 0) return;
        for (const { id, outcome } of newestFirst(schedule.name).slice(Math.max(0, keepRuns))) {
          if (outcome !== "running") allRuns.get(schedule.name)?.delete(id);
        }
      }),
    remove: (name) =>
      answer(() => {
        all.delete(name);
        allRuns.delete(name);
      }),
    runs: (name, { limit, before }) =>
      answer(() => {
        integers({ limit });
        return newestFirst(name)
          .filter(({ id }) => before === undefined || id < before)
          .slice(0, Math.max(0, limit));
      }),
    openRuns: () =>
      answer(() =>
        [...allRuns.values()]
          .flatMap((runs) => [...runs.values()])
          .filter(({ outcome }) => outcome === "running")
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      ),
  };
}
