import type { JobFilter, JobPage } from "@salina/api";
import type { JobStore } from "@salina/store";
import { globMatcher } from "@salina/targeting";

const nothing: JobPage = { jobs: [], next: null };

/** A page of the kept jobs. `funs` and `minions` of the filter are names and globs. */
export async function listJobs(store: Pick<JobStore, "list" | "names">, filter: JobFilter): Promise<JobPage> {
  const { funs, minions, ...rest } = filter;
  const isPlain = [...(funs ?? []), ...(minions ?? [])].every((one) => !isGlob(one));
  if (isPlain) return await store.list(filter);
  const known = await store.names();
  const named = { funs: expanded(funs, known.functions), minions: expanded(minions, known.minions) };
  if (named.funs?.length === 0 || named.minions?.length === 0) return nothing;
  return await store.list({
    ...rest,
    ...(named.funs === undefined ? {} : { funs: named.funs }),
    ...(named.minions === undefined ? {} : { minions: named.minions }),
  });
}

/** Undefined: any. Names stay, also of those that nothing is known of. */
function expanded(patterns: readonly string[] | undefined, names: readonly string[]): readonly string[] | undefined {
  if (patterns === undefined || patterns.includes("*")) return undefined;
  const globs = patterns.filter(isGlob).map((pattern) => globMatcher(pattern));
  const plain = patterns.filter((one) => !isGlob(one));
  return [...new Set([...plain, ...names.filter((name) => globs.some((matches) => matches(name)))])];
}

function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}
