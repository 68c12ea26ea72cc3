/** Jids are local times, and the clock's zone may have changed. */
const zonesMs = 26 * 3_600_000;
/** Larger than every jid. */
export const noBound = "\u{10ffff}";

/** Between which jids a job's is that started then, wherever its clock was set. */
export function jidRange(startedAt: number): { readonly first: string; readonly last: string } {
  return { first: jidAt(startedAt - zonesMs), last: jidAt(startedAt + zonesMs) };
}

function jidAt(ms: number): string {
  // Beyond what a date can be: no bound.
  if (Math.abs(ms) > 8.64e15) return ms < 0 ? "" : noBound;
  const [, year = "", rest = ""] = /^([+-]?\d+)-(.*)\..*$/.exec(new Date(ms).toISOString()) ?? [];
  if (/^[+-]/.test(year)) return year.startsWith("-") ? "" : noBound;
  return year + rest.replace(/\D/g, "");
}
