import {
  type IfVersion,
  invalidSchedule,
  notFound,
  type Packed,
  type Schedule,
  type ScheduleRun,
  type ScheduleService,
  scheduleChanged,
  scheduleExists,
  scheduleInConfig,
} from "@salina/api";
import { encode, toValue } from "@salina/wire";

/** Schedules in memory: `nightly` stands in the config. Nothing is ever due. */
export class FakeSchedules implements ScheduleService {
  readonly all = new Map<string, Schedule>();
  runs: ScheduleRun[] = [];
  enabled = true;

  reset(): void {
    this.all.clear();
    this.runs = [];
    this.all.set("nightly", schedule("nightly", { function: "jobs.active", cron: "0 3 * * *" }, { origin: "config" }));
  }

  list(): readonly Schedule[] {
    return [...this.all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): Schedule | undefined {
    return this.all.get(name);
  }

  next(name: string, count: number) {
    this.#of(name);
    return [{ at: 1_800_000_000_000, skipped: null }].slice(0, count);
  }

  add(name: string, settings: Packed): Promise<Schedule> {
    if (this.all.has(name)) return Promise.reject(scheduleExists({ name }));
    return this.#put(name, settings);
  }

  async replace(name: string, settings: Packed, options: IfVersion = {}): Promise<Schedule> {
    this.#changeable(name, options);
    return await this.#put(name, settings);
  }

  async remove(name: string, options: IfVersion = {}): Promise<void> {
    this.#changeable(name, options);
    await Promise.resolve(this.all.delete(name));
  }

  async setEnabled(name: string, enabled: boolean, options: IfVersion = {}): Promise<Schedule> {
    const known = this.#of(name, options);
    const changed = { ...known, enabled, version: `${known.version.split("-")[0]}-${enabled ? "on" : "off"}` };
    this.all.set(name, changed);
    return await Promise.resolve(changed);
  }

  setAllEnabled(enabled: boolean): Promise<void> {
    this.enabled = enabled;
    return Promise.resolve();
  }

  async run(name: string): Promise<ScheduleRun> {
    this.#of(name);
    const run = aRun(name, String(this.runs.length + 1));
    this.runs.push(run);
    return await Promise.resolve(run);
  }

  async skip(name: string): Promise<Schedule> {
    return await Promise.resolve(this.#of(name));
  }

  async postpone(name: string): Promise<Schedule> {
    return await Promise.resolve(this.#of(name));
  }

  async history(name: string, { limit, before }: { readonly limit: number; readonly before?: string }) {
    this.#of(name);
    const newestFirst = this.runs
      .filter((run) => run.name === name && (before === undefined || run.id < before))
      .reverse();
    return await Promise.resolve(newestFirst.slice(0, limit));
  }

  #put(name: string, settings: Packed): Promise<Schedule> {
    if (settings.length < 5) return Promise.reject(invalidSchedule({ name, problems: ["`function`: it is missing"] }));
    const made = { ...schedule(name, {}), settings, version: `v${settings.length}-on` };
    this.all.set(name, made);
    return Promise.resolve(made);
  }

  #of(name: string, { ifVersion }: IfVersion = {}): Schedule {
    const found = this.all.get(name);
    if (!found) throw notFound({ what: "scheduled job", id: name });
    if (ifVersion !== undefined && found.version !== ifVersion) throw scheduleChanged({ name });
    return found;
  }

  #changeable(name: string, options: IfVersion): void {
    if (this.#of(name, options).origin === "config") throw scheduleInConfig({ name });
  }
}

export function schedule(name: string, settings: object, more: Partial<Schedule> = {}): Schedule {
  return {
    name,
    origin: "added",
    enabled: true,
    settings: encode(toValue(settings)),
    timezone: "UTC",
    version: "v1-on",
    nextRunAt: 1_800_000_000_000,
    lastRun: null,
    lastSkip: null,
    running: 0,
    ...more,
  };
}

export function aRun(name: string, id: string): ScheduleRun {
  return {
    id,
    name,
    cause: "asked",
    outcome: "running",
    dueAt: 1_800_000_000_000,
    startedAt: 1_800_000_000_000,
    endedAt: null,
    jid: null,
    reason: null,
    minions: [],
    count: 1,
  };
}
