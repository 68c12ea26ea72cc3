import type { Value } from "@salina/wire";
import { data, integer, text } from "../kinds.js";
import { option, unset } from "./option.js";

/** Jobs that the master starts by itself. */
export const scheduleOptions = {
  schedule: option<Value>(
    data,
    new Map(),
    "schedule.jobs",
    "Jobs that the master starts by itself: `docs/schedule.md` lists their settings.",
  ),
} as const;

/** The same, below `salina:`. */
export const ownScheduleOptions = {
  schedule_timezone: unset(
    text,
    "schedule.timezone",
    "Time zone of jobs that name none, such as `Europe/Berlin`.",
    "the machine's",
  ),
  schedule_history: option(integer(1, 10_000), 100, "schedule.keepRuns", "Runs that are kept of each scheduled job."),
  // Its secrets must not be repeated in a refusal.
  schedule_alerts: option<Value>(
    { ...data, secret: true },
    new Map(),
    "schedule.alerts",
    "Who is told when a scheduled job fails: names, each with a `webhook` or a `command` (`docs/schedule.md`).",
  ),
} as const;
