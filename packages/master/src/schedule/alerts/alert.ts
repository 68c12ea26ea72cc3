import type { ScheduleRun } from "@salina/api";

/** A run that did not go well. */
export interface Alert {
  readonly run: ScheduleRun;
  readonly fun: string;
}

export interface AlertSender {
  /** @param names of alerts; null: all. Returns at once: what cannot be delivered is in the log. */
  send(alert: Alert, names: readonly string[] | null): void;
}

/** One way to tell somebody. */
export interface AlertTarget {
  readonly name: string;
  /** @throws Error when it could not be delivered */
  deliver(alert: Alert): Promise<void>;
}
