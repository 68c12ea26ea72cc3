/** What stands between `[` and `]` of a glob. */
export interface GlobSet {
  readonly negated: boolean;
  /** Inclusive, in pairs: from, to, from, to. Empty: no character (negated: any). */
  readonly ranges: readonly number[];
}

export function inGlobSet(set: GlobSet, code: number): boolean {
  const { ranges } = set;
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    if (code >= (ranges[i] ?? 0) && code <= (ranges[i + 1] ?? 0)) return !set.negated;
  }
  return set.negated;
}

const dash = "-".charCodeAt(0);
const bang = "!".charCodeAt(0);

/**
 * Reads the inside of a bracket expression, which is not empty.
 *
 * A range that runs backwards is dropped as a whole, and what is left of `[z-a]` matches nothing; that is Python's
 * reading since 3.9 (older ones raised an error).
 * @source Python's fnmatch.translate (3.11)
 */
export function parseGlobSet(inside: readonly number[]): GlobSet {
  const chunks = splitAtRanges(inside);
  for (let k = chunks.length - 1; k > 0; k--) {
    const left = chunks[k - 1] ?? [];
    const right = chunks[k] ?? [];
    if ((left.at(-1) ?? 0) > (right[0] ?? 0)) chunks.splice(k - 1, 2, [...left.slice(0, -1), ...right.slice(1)]);
  }

  const negated = chunks[0]?.[0] === bang;
  if (negated) chunks[0] = (chunks[0] ?? []).slice(1);
  return { negated, ranges: chunks.flatMap((chunk, k) => rangesOfChunk(chunk, chunks[k + 1])) };
}

/** Each border between two chunks is the dash of a range: `ab-de` gives `ab` and `de`. */
function splitAtRanges(inside: readonly number[]): (readonly number[])[] {
  const chunks: (readonly number[])[] = [];
  let start = 0;
  let from = inside[0] === bang ? 2 : 1;
  for (;;) {
    const at = inside.indexOf(dash, from);
    if (at < 0) break;
    chunks.push(inside.slice(start, at));
    start = at + 1;
    from = at + 3;
  }
  const last = inside.slice(start);
  const previous = chunks.at(-1);
  if (last.length > 0 || !previous) chunks.push(last);
  else chunks[chunks.length - 1] = [...previous, dash];
  return chunks;
}

function rangesOfChunk(chunk: readonly number[], next: readonly number[] | undefined): number[] {
  const singles = chunk.flatMap((code) => [code, code]);
  const from = chunk.at(-1);
  const to = next?.[0];
  return from === undefined || to === undefined ? singles : [...singles, from, to];
}
