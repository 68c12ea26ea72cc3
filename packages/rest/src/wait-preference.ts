/** Longest time a request may wait for its job. */
export const maxWaitS = 120;

/**
 * How long a caller wants to wait: `?wait=`, else `Prefer: wait=N` unless `respond-async` stands beside it. A preference
 * beyond the limit is cut to it.
 * @source RFC 7240, 4.1 and 4.3
 */
export function waitPreference(query: number | undefined, prefer: string | readonly string[] | undefined): number {
  if (query !== undefined) return Math.min(query, maxWaitS);
  const preferences = [prefer ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((one) => one.split(";", 1)[0]?.replace(/\s+/g, "").toLowerCase() ?? "");
  if (preferences.includes("respond-async")) return 0;
  const wait = preferences.map((one) => /^wait="?(\d{1,9})"?$/.exec(one)?.[1]).find((one) => one !== undefined);
  return Math.min(Number(wait ?? 0), maxWaitS);
}
