import type { JobService, RunnerService } from "@salina/api";
import type { ScheduleStore } from "@salina/store";
import type { JidSource } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { ScheduleConfig } from "../config/config.js";
import type { EventBus } from "../events/event-bus.js";
import type { Log } from "../log.js";
import { AlertQueue } from "./alerts/alert-queue.js";
import { readAlerts } from "./alerts/read-alerts.js";
import { scheduledCalls } from "./calls.js";
import { readSchedule } from "./read-schedule.js";
import { Scheduler } from "./scheduler.js";
import { openZone, type Zone } from "./zone.js";

export interface ScheduleDeps {
  readonly config: ScheduleConfig;
  readonly masterId: string;
  readonly clock: Clock;
  readonly store: ScheduleStore;
  readonly runners: RunnerService;
  readonly jobs: Pick<JobService, "publish" | "follow" | "get">;
  readonly events: EventBus;
  readonly jids: JidSource;
  readonly log: Log;
}

export interface OpenSchedule {
  readonly service: Scheduler;
  /** Begins to start jobs. */
  start(): Promise<void>;
  /** Starts no more. */
  stop(): void;
}

/** The scheduler with all that belongs to it, out of the config. */
export async function openSchedule(deps: ScheduleDeps): Promise<OpenSchedule> {
  const { config, masterId, clock, store, runners, jobs, events, jids, log } = deps;
  const zone = zoneOf(config, log);
  const { targets, warnings } = await readAlerts(config.alerts, { masterId, nowMs: () => clock.now() });
  for (const text of warnings) log.warn({ event: "alert.unreadable" }, `salina: schedule_alerts: ${text}`);
  const alerts = new AlertQueue({ targets, clock, log });
  const stopping = new AbortController();
  const context = { zone, alerts: targets.map(({ name }) => name) };
  const service = new Scheduler({
    clock,
    store,
    calls: scheduledCalls({
      runners,
      jobs,
      stopping: stopping.signal,
    }),
    events,
    alerts,
    jids,
    config: readSchedule(config.jobs, context),
    context,
    isRunner: (fun) => runners.list().some(({ name }) => name === fun),
    random: Math.random,
    keepRuns: config.keepRuns,
    log,
  });
  return {
    service,
    start: () => service.start(),
    stop() {
      service.stop();
      stopping.abort();
      alerts.stop();
    },
  };
}

function zoneOf({ timezone }: ScheduleConfig, log: Log): Zone {
  const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = openZone(timezone ?? machine);
  if (zone !== undefined) return zone;
  log.warn({ event: "schedule.unknown-zone" }, `salina: schedule_timezone: there is no time zone ${timezone}`);
  return openZone("UTC") ?? { name: "UTC", offsetMs: () => 0 };
}
