import { createHash } from "node:crypto";
import type { Packed, Schedule, ScheduleRun } from "@salina/api";
import type { StoredSchedule } from "@salina/store";
import type { ScheduleEntry } from "./entry.js";
import { nextLook, type PlanState } from "./plan.js";
import { openPlan, packPlan } from "./plan-record.js";

/** A job of the schedule as the daemon has it in memory. */
export class ScheduledJob {
  readonly origin: Schedule["origin"];
  /** As the settings say it, and as somebody has said it since. */
  readonly entry: ScheduleEntry;
  readonly settings: Packed;
  readonly #basis: string;
  plan: PlanState;
  enabledSince: boolean | null;
  lastRun: ScheduleRun | null = null;
  readonly running = new Map<string, ScheduleRun>();

  constructor(origin: Schedule["origin"], entry: ScheduleEntry, settings: Packed, stored: StoredSchedule | undefined) {
    this.origin = origin;
    this.entry = entry;
    this.settings = settings;
    this.#basis = createHash("sha256").update(settings).update(entry.zone.name).digest("base64url").slice(0, 22);
    this.plan = openPlan(stored?.state ?? null, this.#basis);
    this.enabledSince = stored?.enabled ?? null;
  }

  get name(): string {
    return this.entry.name;
  }

  get enabled(): boolean {
    return this.enabledSince ?? this.entry.enabled;
  }

  /** What plans work with. */
  get current(): ScheduleEntry {
    return { ...this.entry, enabled: this.enabled };
  }

  /** What goes on when its settings are replaced. */
  takeOver(before: ScheduledJob): void {
    this.enabledSince = before.enabledSince;
    this.lastRun = before.lastRun;
    for (const [id, run] of before.running) this.running.set(id, run);
  }

  record(): StoredSchedule {
    return {
      name: this.name,
      settings: this.origin === "added" ? this.settings : null,
      enabled: this.enabledSince,
      state: packPlan(this.plan, this.#basis),
    };
  }

  view(allEnabled: boolean): Schedule {
    const { name, origin, enabled, settings, entry, plan, lastRun, running } = this;
    return {
      name,
      origin,
      enabled,
      settings,
      timezone: entry.zone.name,
      version: `${this.#basis}-${enabled ? "on" : "off"}`,
      nextRunAt: enabled && allEnabled ? (nextLook(plan) ?? null) : null,
      lastRun,
      lastSkip: plan.lastSkip,
      running: running.size,
    };
  }
}
