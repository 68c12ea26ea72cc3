import type { JobService, JobSummary } from "@salina/api";
import { globMatcher } from "@salina/targeting";
import { decode, encode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { metadataOf } from "./job-shapes.js";

const pageSize = 500;
const maxListed = 10_000;

export interface JobSearch {
  readonly functions: Value;
  readonly targets: Value;
  /** Any of its entries counts, as in stock. */
  readonly metadata: ValueMap | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** Jobs that match all that is given, newest first. */
export async function* searchJobs(
  jobs: Pick<JobService, "list" | "get">,
  search: JobSearch,
): AsyncGenerator<JobSummary> {
  const [byFunction, byTarget] = [anyOf(search.functions), anyOf(search.targets)];
  for await (const job of allJobs(jobs)) {
    if (search.from !== null && job.startedAt < search.from) continue;
    if (search.to !== null && job.startedAt > search.to) continue;
    // Of a compound job any function counts: stock fails there.
    if (!byFunction([job.fun].flat()) || !byTarget([job.target.expression].flat())) continue;
    if (search.metadata === null) yield job;
    else {
      const whole = await jobs.get(job.jid);
      if (whole && hasAny(metadataFrom(whole.metadata) ?? metadataOf(whole), search.metadata)) yield whole;
    }
  }
}

/** Newest first. */
export async function* allJobs(jobs: Pick<JobService, "list">): AsyncGenerator<JobSummary> {
  let before: string | undefined;
  for (let seen = 0; seen < maxListed; ) {
    const page = await jobs.list({ limit: pageSize, ...(before === undefined ? {} : { before }) });
    yield* page;
    seen += page.length;
    before = page.at(-1)?.jid;
    if (page.length < pageSize) return;
  }
}

/** Names and globs, each as a list or with commas. */
function anyOf(patterns: Value): (names: readonly string[]) => boolean {
  if (patterns === null) return () => true;
  const globs = (Array.isArray(patterns) ? patterns.map(pythonText) : pythonText(patterns).split(",")).map((one) =>
    globMatcher(one.trim()),
  );
  return (names) => names.some((name) => globs.some((matches) => matches(name)));
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
