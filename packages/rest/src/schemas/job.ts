import { jobStates, outcomes } from "@salina/api";
import { type Static, Type } from "typebox";
import { restTargetTypes } from "../target.js";
import { nullable, oneOf, Time } from "./common.js";

const FunctionName = Type.String({ pattern: "^[A-Za-z_]\\w{0,99}(\\.\\w{1,100}){1,5}$", examples: ["test.ping"] });
const Args = Type.Array(Type.Unknown(), { maxItems: 1000, description: "Positional arguments." });
/** An object with any values. */
function bag(options: { description?: string; maxProperties?: number; propertyNames?: object } = {}) {
  return Type.Unsafe<Record<string, unknown>>({ type: "object", additionalProperties: true, ...options });
}
const propertyNames = { minLength: 1, maxLength: 200 };
const Kwargs = bag({ maxProperties: 1000, propertyNames, description: "Keyword arguments." });
export const TargetType = oneOf(restTargetTypes, { description: "How `target` is read.", default: "glob" });
export const Expression = Type.Unsafe<string | string[]>({
  anyOf: [
    { type: "string", minLength: 1, maxLength: 65536 },
    { type: "array", minItems: 1, maxItems: 100_000, items: { type: "string", minLength: 1, maxLength: 255 } },
  ],
  description: "A pattern; for `list` an array of ids, or ids with commas between them.",
  examples: ["web*"],
});

export const Delimiter = Type.String({
  minLength: 1,
  maxLength: 16,
  description: "Between the parts of a grain's or pillar's path, instead of a colon.",
});

export const Step = Type.Object(
  { function: FunctionName, args: Type.Optional(Args), kwargs: Type.Optional(Kwargs) },
  { additionalProperties: false, $id: "Step", description: "One function of a job." },
);
export type Step = Static<typeof Step>;

export const JobRequest = Type.Object(
  {
    target: Expression,
    targetType: Type.Optional(TargetType),
    delimiter: Type.Optional(Delimiter),
    function: Type.Optional(FunctionName),
    args: Type.Optional(Args),
    kwargs: Type.Optional(Kwargs),
    steps: Type.Optional(
      Type.Array(Type.Unsafe<Step>({ $ref: "Step#" }), {
        minItems: 1,
        maxItems: 100,
        description: "Several functions, instead of `function`, `args` and `kwargs`.",
      }),
    ),
    timeout: Type.Optional(
      Type.Number({ minimum: 0.1, maximum: 86_400, description: "Seconds of silence after which minions are asked." }),
    ),
    gatherJobTimeout: Type.Optional(
      Type.Number({ minimum: 0.1, maximum: 86_400, description: "Seconds they may take to answer that." }),
    ),
    metadata: Type.Optional(bag({ maxProperties: 100, propertyNames, description: "Kept with the job." })),
    returners: Type.Optional(
      Type.Array(Type.String({ pattern: "^\\w{1,64}$" }), { maxItems: 20, description: "Minion-side returners." }),
    ),
  },
  { additionalProperties: false, $id: "JobRequest" },
);
export type JobRequest = Static<typeof JobRequest>;

export const Return = Type.Object(
  {
    minion: Type.String(),
    outcome: oneOf(outcomes, {
      description:
        "`returned`: answered, retcode 0; `failed`: answered, another retcode; `running`: still at it; `offline`: does not answer at all; `lost`: answers, but knows nothing of the job.",
    }),
    late: Type.Boolean({ description: "It answered after it had been given up." }),
    retcode: Type.Optional(nullable(Type.Integer())),
    success: Type.Optional(nullable(Type.Boolean())),
    value: Type.Optional(Type.Unknown({ description: "Missing without an answer: silence is never a value." })),
    outputter: Type.Optional(Type.String()),
    returnedAt: Type.Optional(Time("When it answered.")),
    confirmedAt: Type.Optional(Time("When it last said that it works on the job.")),
    lastSeen: Type.Optional(Time("When it was last heard of.")),
    connected: Type.Optional(Type.Boolean()),
  },
  { $id: "Return", description: "What became of a job on one minion." },
);
export type Return = Static<typeof Return>;

/** Looser than what is taken: jobs of the commands are shown too. */
const Shown = Type.Unsafe<string | string[]>({
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
});

const summaryFields = {
  jid: Type.String(),
  state: oneOf(jobStates),
  function: Type.String({ description: "Several are joined by commas." }),
  user: Type.String({ description: "Who asked." }),
  target: Shown,
  targetType: oneOf(restTargetTypes),
  delimiter: Type.Optional(Type.String()),
  startedAt: Time("When it was sent."),
  endedAt: nullable(Time("Null: it still runs.")),
  minions: Type.Array(Type.String(), { description: "Minions that it was sent to." }),
  missing: Type.Array(Type.String(), { description: "Ids of the target without an accepted key." }),
  links: Type.Object({ self: Type.String(), returns: Type.String() }),
};

export const JobSummary = Type.Object(summaryFields, { $id: "JobSummary" });
export type JobSummary = Static<typeof JobSummary>;

const Count = Type.Integer({ minimum: 0 });

export const Job = Type.Object(
  {
    ...summaryFields,
    steps: Type.Array(Type.Object({ function: Type.String(), args: Type.Array(Type.Unknown()), kwargs: bag() })),
    metadata: Type.Unknown({ description: "An object, or null." }),
    counts: Type.Object({
      expected: Count,
      returned: Count,
      failed: Count,
      running: Count,
      offline: Count,
      lost: Count,
    }),
    returns: Type.Array(Type.Unsafe<Return>({ $ref: "Return#" }), {
      description: "One for each of `minions`, then those of minions that answered unasked.",
    }),
  },
  { $id: "Job" },
);
export type Job = Static<typeof Job>;
