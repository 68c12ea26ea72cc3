import { type Static, Type } from "typebox";
import { nullable, oneOf, Time } from "./common.js";

export const scheduleOutcomes = ["running", "succeeded", "failed", "interrupted", "missed"] as const;
const causes = ["due", "missed", "extra", "start", "asked"] as const;

export const ScheduleName = Type.String({ minLength: 1, maxLength: 100, examples: ["nightly-backup"] });

export const ScheduleSettings = Type.Unsafe<Record<string, unknown>>({
  type: "object",
  additionalProperties: true,
  maxProperties: 100,
  propertyNames: { minLength: 1, maxLength: 100 },
  description: "With the names that they have in the config (`docs/schedule.md`).",
  examples: [{ function: "state.orchestrate", args: ["backup"], cron: "0 3 * * *", timezone: "Europe/Berlin" }],
});

export const ScheduleRun = Type.Object(
  {
    id: Type.String({ description: "Grows from run to run." }),
    outcome: oneOf(scheduleOutcomes, {
      description:
        "`interrupted`: the master ended while it ran, and what it did is not known; `missed`: the master was not there when it was due.",
    }),
    cause: oneOf(causes, {
      description:
        "`missed`: it makes up for missed times; `extra`: it was postponed, or left out in a range; `start`: the master started; `asked`: by hand.",
    }),
    dueAt: Time("When it was due; of missed times the first."),
    startedAt: nullable(Time("Null: it never started.")),
    endedAt: nullable(Time("Null: it still runs.")),
    jid: nullable(Type.String({ description: "Its job, see `/v1/jobs/{jid}`." })),
    reason: nullable(Type.String({ description: "Why it did not go well." })),
    minions: Type.Array(Type.String(), { description: "Minions on which it did not go well." }),
    count: Type.Integer({ description: "Times that were missed; 1 otherwise." }),
  },
  { $id: "ScheduleRun", description: "One run of a scheduled job." },
);
export type ScheduleRun = Static<typeof ScheduleRun>;

export const Schedule = Type.Object(
  {
    name: Type.String(),
    origin: oneOf(["config", "added"], {
      description: "`config`: it stands in the master's config, and is changed there; only `enabled` changes here.",
    }),
    enabled: Type.Boolean(),
    timezone: Type.String(),
    settings: Type.Unsafe<Record<string, unknown>>({ type: "object", additionalProperties: true }),
    nextRunAt: nullable(Time("Null: it is disabled, or not due any more.")),
    next: Type.Array(
      Type.Object({
        at: Time("When it is due."),
        skipped: nullable(Type.String({ description: "Why it will not run." })),
      }),
      { description: "The next times." },
    ),
    lastRun: Type.Unsafe<ScheduleRun | null>({ anyOf: [{ $ref: "ScheduleRun#" }, { type: "null" }] }),
    lastSkip: Type.Unsafe<{ at: string; reason: string } | null>({
      type: ["object", "null"],
      properties: { at: { type: "string", format: "date-time" }, reason: { type: "string" } },
      required: ["at", "reason"],
      description: "The last time at which it was due and did not run.",
    }),
    running: Type.Integer({ description: "Runs under way." }),
    links: Type.Object({ self: Type.String(), runs: Type.String() }),
  },
  { $id: "Schedule", description: "A job that the master starts by itself." },
);
export type Schedule = Static<typeof Schedule>;
