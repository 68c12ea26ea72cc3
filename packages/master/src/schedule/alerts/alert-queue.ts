import type { Clock } from "../../clock.js";
import type { Log } from "../../log.js";
import type { Alert, AlertSender, AlertTarget } from "./alert.js";

/** Waits before the tries after the first. */
const backoffMs = [10_000, 60_000, 300_000];
/** Alerts under way, those that wait for another try included. */
const maxWaiting = 100;

/** Delivers alerts, each to its targets, with further tries; in memory only. */
export class AlertQueue implements AlertSender {
  readonly #targets: readonly AlertTarget[];
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #timers = new Set<() => void>();
  #waiting = 0;
  #stopped = false;

  constructor(deps: { readonly targets: readonly AlertTarget[]; readonly clock: Clock; readonly log: Log }) {
    this.#targets = deps.targets;
    this.#clock = deps.clock;
    this.#log = deps.log;
  }

  send(alert: Alert, names: readonly string[] | null): void {
    for (const target of this.#targets) {
      if (names !== null && !names.includes(target.name)) continue;
      if (this.#waiting >= maxWaiting) {
        this.#tell("alert.dropped", alert, target, "too many alerts wait");
        continue;
      }
      this.#waiting++;
      void this.#try(alert, target, 0);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const callOff of this.#timers) callOff();
  }

  async #try(alert: Alert, target: AlertTarget, failures: number): Promise<void> {
    try {
      await target.deliver(alert);
      this.#waiting--;
      this.#log.info({ event: "alert.sent", alert: target.name, schedule: alert.run.name }, "an alert was delivered");
    } catch (error) {
      const waitMs = backoffMs[failures];
      if (waitMs === undefined || this.#stopped) {
        this.#waiting--;
        this.#tell("alert.failed", alert, target, error);
        return;
      }
      const callOff = this.#clock.after(waitMs, () => {
        this.#timers.delete(callOff);
        void this.#try(alert, target, failures + 1);
      });
      this.#timers.add(callOff);
    }
  }

  #tell(event: string, { run }: Alert, { name }: AlertTarget, reason: unknown): void {
    const facts = { event, alert: name, schedule: run.name, run: run.id, err: reason };
    this.#log.error(facts, "an alert could not be delivered");
  }
}
