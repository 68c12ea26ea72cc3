import { type Static, Type } from "typebox";
import { nullable, oneOf, Time } from "./common.js";

export const runStates = ["running", "paused", "succeeded", "failed", "cancelled"] as const;

const SlsNames = Type.Array(Type.String({ minLength: 1, maxLength: 500 }), {
  minItems: 1,
  maxItems: 100,
  examples: [["orch.deploy"]],
});

export const RunRequest = Type.Object(
  {
    sls: SlsNames,
    saltenv: Type.Optional(Type.String({ minLength: 1, maxLength: 200, default: "base" })),
    test: Type.Optional(Type.Boolean({ default: false, description: "Nothing is changed." })),
    pillar: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({
        type: "object",
        additionalProperties: true,
        description: "Laid over the pillar of the master's id.",
      }),
    ),
    confirm: Type.Optional(
      Type.String({ maxLength: 200, description: "Approves destructive steps; `POST /v1/runs/preview` gives it." }),
    ),
  },
  { $id: "RunRequest", additionalProperties: false },
);
export type RunRequest = Static<typeof RunRequest>;

export const RunStep = Type.Object(
  {
    id: Type.String(),
    function: Type.String({ examples: ["salt.state"] }),
    name: Type.String(),
    sls: Type.String(),
    ended: Type.Boolean(),
    result: Type.Unsafe<boolean | null>({
      type: ["boolean", "null"],
      description: "Null where it has not ended, and where test mode would change something.",
    }),
    comment: Type.Unknown(),
    changes: Type.Unknown(),
    startedAt: nullable(Type.String({ description: "Local time of the master." })),
    durationMs: nullable(Type.Number()),
  },
  { $id: "RunStep", description: "A step of an orchestration." },
);
export type RunStep = Static<typeof RunStep>;

const summary = {
  jid: Type.String(),
  name: Type.String(),
  state: oneOf(runStates),
  user: Type.String(),
  test: Type.Boolean(),
  parent: nullable(Type.String({ description: "The run whose step started this one." })),
  startedAt: Time("When it began."),
  endedAt: nullable(Time("Null: it has not ended.")),
  links: Type.Object({ self: Type.String() }),
} as const;

export const RunSummary = Type.Object(summary, { $id: "RunSummary", description: "A run of an orchestration." });
export type RunSummary = Static<typeof RunSummary>;

export const Run = Type.Object(
  {
    ...summary,
    steps: Type.Array(Type.Unsafe<RunStep>({ $ref: "RunStep#" })),
    errors: Type.Array(Type.String(), { description: "Why it could not be run." }),
  },
  { $id: "Run", description: "A run of an orchestration, with its steps." },
);
export type Run = Static<typeof Run>;

export const RunPreview = Type.Object(
  {
    steps: Type.Array(Type.Unsafe<RunStep>({ $ref: "RunStep#" })),
    errors: Type.Array(Type.String()),
    destructive: Type.Array(Type.Object({ id: Type.String(), minions: Type.Array(Type.String()) })),
    confirm: nullable(Type.String({ description: "Approves the destructive steps. Null: there are none." })),
  },
  { $id: "RunPreview", description: "What a run would do." },
);
export type RunPreview = Static<typeof RunPreview>;
