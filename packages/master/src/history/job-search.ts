import { type JobFilter, type JobService, type JobSummary, matchingJobs } from "@salina/api";
import { globMatcher } from "@salina/targeting";
import { decode, encode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { metadataOf } from "../runners/jobs/job-shapes.js";

/** Jobs that match what the store can search by, and are looked at. */
export const maxLooked = 10_000;

export interface JobSearch {
  readonly filter: Omit<JobFilter, "limit" | "before">;
  /** Targets as they were given, and globs; null: any. */
  readonly targets: Value;
  /** Any of its entries counts, as in stock. */
  readonly metadata: ValueMap | null;
  /** Null: no bound of its own. */
  readonly limit: number | null;
}

/** Jobs that match all that is given, newest first. */
export async function* searchJobs(
  jobs: Pick<JobService, "list" | "get">,
  { filter, targets, metadata, limit }: JobSearch,
  looks = maxLooked,
): AsyncGenerator<JobSummary> {
  const byTarget = anyOf(targets);
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const job of matchingJobs(jobs, filter, looks)) {
    if (left <= 0) return;
    if (!byTarget([job.target.expression].flat())) continue;
    const found = metadata === null ? job : await withMetadata(jobs, job, metadata);
    if (found === null) continue;
    left--;
    yield found;
  }
}

async function withMetadata(jobs: Pick<JobService, "get">, job: JobSummary, wanted: ValueMap) {
  const whole = await jobs.get(job.jid);
  return whole && hasAny(metadataFrom(whole.metadata) ?? metadataOf(whole), wanted) ? whole : null;
}

/** Names and globs, each as a list or with commas. */
function anyOf(patterns: Value): (names: readonly string[]) => boolean {
  if (patterns === null) return () => true;
  const globs = patternsOf(patterns).map((one) => globMatcher(one));
  return (names) => names.some((name) => globs.some((matches) => matches(name)));
}

export function patternsOf(given: Value): readonly string[] {
  const patterns = Array.isArray(given) ? given.map(pythonText) : pythonText(given).split(",");
  return patterns.map((one) => one.trim());
}

/** @throws Error that names the parameter */
export function chosen<Name extends string>(
  given: string | null,
  name: string,
  names: readonly Name[],
): Name | undefined {
  if (given === null) return undefined;
  const found = names.find((one) => one === given);
  if (found === undefined)
    throw new Error(`'${name}' has to be one of ${names.join(", ")}, not '${given.slice(0, 60)}'`);
  return found;
}

function metadataFrom(packed: Uint8Array | null): Value | undefined {
  const read = packed && decode(packed, { duplicateKeys: "last" });
  return read?.ok ? read.value : undefined;
}

function hasAny(metadata: Value | undefined, wanted: ValueMap): boolean {
  if (!isMap(metadata)) return false;
  return [...wanted].some(([key, value]) => {
    const known = metadata.get(key);
    return known !== undefined && Buffer.compare(encode(known), encode(value)) === 0;
  });
}
