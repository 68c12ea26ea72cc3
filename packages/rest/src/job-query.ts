import { type JobFilter, jobStates, outcomes, stateResults } from "@salina/api";
import { type Static, Type } from "typebox";
import { validation } from "./errors.js";
import { oneOf, Time } from "./schemas/common.js";

const Name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description }));

/** What jobs are searched by. `minion`, `outcome`, `stateId` and `stateResult` speak of one and the same minion. */
export const jobQuery = {
  function: Name("Functions and globs, with commas between them."),
  minion: Name("Minions and globs, with commas between them: the job was sent to one, or came from it."),
  outcome: Type.Optional(oneOf(outcomes, { description: "What became of it there." })),
  stateId: Name("Id of a state that was run there."),
  stateResult: Type.Optional(oneOf(stateResults, { description: "What that state came to; only with `stateId`." })),
  user: Name("Who asked."),
  state: Type.Optional(oneOf(jobStates, { description: "State of the whole job." })),
  from: Type.Optional(Time("Sent then or later.")),
  to: Type.Optional(Time("Sent then or before.")),
};
const Query = Type.Object(jobQuery);

/** @throws validation */
export function jobFilter(query: Static<typeof Query>): Omit<JobFilter, "limit" | "before"> {
  if (query.stateResult !== undefined && query.stateId === undefined) {
    throw validation([{ pointer: "?stateResult", message: "needs stateId" }]);
  }
  const { outcome, stateId, stateResult, user, state } = query;
  const all = {
    funs: query.function?.split(","),
    minions: query.minion?.split(","),
    outcome,
    stateId,
    stateResult,
    user,
    state,
    from: query.from === undefined ? undefined : Date.parse(query.from),
    to: query.to === undefined ? undefined : Date.parse(query.to),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
