import { memoryStore, type ScheduleStore } from "@salina/store";
import { JidSource, toValue } from "@salina/wire";
import pino from "pino";
import { HandClock } from "../../testing/hand-clock.js";
import type { Alert } from "../alerts/alert.js";
import type { CallResult, ScheduledCalls } from "../calls.js";
import { readSchedule } from "../read-schedule.js";
import { Scheduler } from "../scheduler.js";
import { zone } from "./zones.js";

/** A scheduler whose calls end when a test says so. */
export class SchedulerBench {
  readonly store: ScheduleStore;
  readonly clock: HandClock;
  readonly scheduler: Scheduler;
  /** `name fun`, in the order in which they began. */
  readonly called: string[] = [];
  readonly rejoined: string[] = [];
  readonly tags: string[] = [];
  readonly alerts: Alert[] = [];
  readonly warnings: string[] = [];
  readonly #open: ((result: CallResult) => void)[] = [];

  constructor(
    jobs: object = {},
    options: { readonly store?: ScheduleStore; readonly clock?: HandClock; readonly jid?: string } = {},
  ) {
    this.store = options.store ?? memoryStore().schedules;
    this.clock = options.clock ?? new HandClock(Date.parse("2026-11-23T12:00:00Z"));
    const context = { zone: zone("UTC"), alerts: ["ops"] };
    const waiting = () => new Promise<CallResult>((resolve) => this.#open.push(resolve));
    const calls: ScheduledCalls = {
      run: (name, { fun }, onJid) => {
        this.called.push(`${name} ${fun}`);
        if (options.jid !== undefined) onJid(options.jid);
        return waiting();
      },
      rejoin: (jid) => {
        this.rejoined.push(jid);
        return waiting();
      },
    };
    const log = pino({ level: "warn" }, { write: (line: string) => void this.warnings.push(line) });
    this.scheduler = new Scheduler({
      clock: this.clock,
      store: this.store,
      calls,
      events: {
        fire: (tag) => {
          this.tags.push(tag);
          return { seq: 1, tag, at: 0, data: Uint8Array.of(0x80) };
        },
      },
      alerts: { send: (alert) => void this.alerts.push(alert) },
      jids: new JidSource(() => this.clock.nowMicros()),
      config: readSchedule(toValue(jobs), context),
      context,
      isRunner: (fun) => fun.startsWith("jobs."),
      random: () => 0,
      keepRuns: 10,
      log,
    });
  }

  /** The oldest call ends. */
  end(result: Partial<CallResult> = {}): void {
    this.#open.shift()?.({ ok: true, reason: null, minions: [], ...result });
  }
}

export function testScheduler(store: ScheduleStore): Scheduler {
  return new SchedulerBench({}, { store }).scheduler;
}
