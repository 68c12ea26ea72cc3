import type { JobFilter } from "@salina/api";
import { jobStates, outcomes, stateResults } from "@salina/api";
import { isMap, type Value } from "@salina/wire";
import type { FunctionParameter } from "../../functions/master-function.js";
import { chosen, type JobSearch, patternsOf } from "../../history/job-search.js";
import type { Parameters } from "../parameters.js";

/** As stock has them. */
export const stockSearch: readonly FunctionParameter[] = [
  {
    name: "search_metadata",
    doc: "A dictionary, one entry of which is in the job's metadata.",
    type: "map",
    default: null,
  },
  { name: "search_function", doc: "Functions and globs.", type: "list", default: null },
  { name: "search_target", doc: "Targets as they were given, and globs.", type: "list", default: null },
  { name: "start_time", doc: "Jobs from then on: 2026-11-23, 2026-11-23 14:00.", default: null },
  { name: "end_time", doc: "Jobs until then.", default: null },
];

/** Beyond stock. All that speak of a minion speak of one and the same. */
export const ownSearch: readonly FunctionParameter[] = [
  {
    name: "search_minion",
    doc: "Minions and globs: the job was sent to one, or came from it.",
    type: "list",
    default: null,
  },
  { name: "search_outcome", doc: `What became of it there: ${outcomes.join(", ")}.`, type: "text", default: null },
  { name: "search_state_id", doc: "Id of a state that was run there.", type: "text", default: null },
  {
    name: "search_state_result",
    doc: `What that state came to: ${stateResults.join(", ")}.`,
    type: "text",
    default: null,
  },
  { name: "search_user", doc: "Who asked.", type: "text", default: null },
  { name: "search_job_state", doc: `State of the whole job: ${jobStates.join(", ")}.`, type: "text", default: null },
  { name: "limit", doc: "The newest, so many of them.", type: "number", default: null },
];

/** What a call searches for. @throws Error that names the parameter */
export function searchOf(given: Parameters): JobSearch {
  return {
    filter: filterOf(given),
    targets: given.value("search_target"),
    metadata: given.mapOrNull("search_metadata"),
    limit: given.value("limit") === null ? null : given.number("limit"),
  };
}

function filterOf(given: Parameters): Omit<JobFilter, "limit" | "before"> {
  const [functions, minions] = [given.value("search_function"), given.value("search_minion")];
  const all = {
    funs: functions === null ? undefined : patternsOf(functions),
    minions: minions === null ? undefined : patternsOf(minions),
    user: given.textOrNull("search_user") ?? undefined,
    outcome: chosen(given.textOrNull("search_outcome"), "search_outcome", outcomes),
    state: chosen(given.textOrNull("search_job_state"), "search_job_state", jobStates),
    stateId: given.textOrNull("search_state_id") ?? undefined,
    stateResult: chosen(given.textOrNull("search_state_result"), "search_state_result", stateResults),
    from: timeOf(given.value("start_time"), "start_time"),
    to: timeOf(given.value("end_time"), "end_time"),
  };
  if (all.stateResult !== undefined && all.stateId === undefined) {
    throw new Error("'search_state_result' needs 'search_state_id'");
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function timeOf(value: Value, name: string): number | undefined {
  if (value === null) return undefined;
  const at = Date.parse(String(value));
  if (Number.isNaN(at) || isMap(value)) throw new Error(`'${name}' is no time: write 2026-11-23 or 2026-11-23 14:00`);
  return at;
}
