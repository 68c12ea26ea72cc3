import { type Encodable, isMap, type Value } from "@salina/wire";
import type { Runner } from "../runner.js";
import { displayProgress, extSource, outputter } from "./job-parameters.js";
import { described, shownAs } from "./job-shapes.js";
import { searchJobs } from "./search-jobs.js";

export const listJobs: Runner = {
  name: "jobs.list_jobs",
  doc: "Jobs by their ids, those that match everything that is given: function, target, metadata, time.",
  parameters: [
    extSource,
    outputter,
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
    displayProgress,
  ],
  reads: true,
  async run(given, { jobs }) {
    const search = {
      functions: given.value("search_function"),
      targets: given.value("search_target"),
      metadata: given.mapOrNull("search_metadata"),
      from: timeOf(given.value("start_time"), "start_time"),
      to: timeOf(given.value("end_time"), "end_time"),
    };
    const found: [string, Encodable][] = [];
    for await (const job of searchJobs(jobs, search)) found.push([job.jid, described(job)]);
    return shownAs(given, new Map(found.reverse()));
  },
};

function timeOf(value: Value, name: string): number | null {
  if (value === null) return null;
  const at = Date.parse(String(value));
  if (Number.isNaN(at) || isMap(value)) throw new Error(`'${name}' is no time: write 2026-11-23 or 2026-11-23 14:00`);
  return at;
}
