import type { Job, JobFilter, MinionResult } from "@salina/api";
import { statesOfReturn } from "./state-results.js";

type Searched = Omit<JobFilter, "limit" | "before">;

/** Whether a job is what a filter asks for: the meaning of a search, for stores that can look at each job. */
export function jobMatches(job: Job, filter: Searched): boolean {
  const { funs, user, state, from, to } = filter;
  return (
    (funs === undefined || [job.fun].flat().some((fun) => funs.includes(fun))) &&
    (user === undefined || job.user === user) &&
    (state === undefined || job.state === state) &&
    (from === undefined || job.startedAt >= from) &&
    (to === undefined || job.startedAt <= to) &&
    (!asksForResults(filter) || job.results.some((result) => resultMatches(result, filter)))
  );
}

function asksForResults({ minions, outcome, stateId }: Searched): boolean {
  return minions !== undefined || outcome !== undefined || stateId !== undefined;
}

function resultMatches({ minion, outcome, value }: MinionResult, filter: Searched): boolean {
  const { minions, stateId, stateResult } = filter;
  if (minions !== undefined && !minions.includes(minion)) return false;
  if (filter.outcome !== undefined && outcome !== filter.outcome) return false;
  if (stateId === undefined) return true;
  return (
    value !== null &&
    statesOfReturn(value).some(
      ({ id, result }) => id === stateId && (stateResult === undefined || result === stateResult),
    )
  );
}
