/** More edits than this are another word. */
const maxEdits = 2;

/** The nearest of the names: at most two letters are inserted, left out, replaced or swapped, and fewer than half of them. */
export function similarName(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestEdits = Math.min(maxEdits, Math.floor(name.length / 2)) + 1;
  if (name.length > 64) return undefined;
  for (const one of names) {
    if (Math.abs(one.length - name.length) >= bestEdits) continue;
    const edits = countEdits(name, one);
    if (edits < bestEdits) [best, bestEdits] = [one, edits];
  }
  return best;
}

/** Optimal string alignment: Levenshtein's distance, with swapped neighbours as one edit. */
function countEdits(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped ? (before[j - 2] ?? 0) + 1 : Infinity),
      );
    }
    [before, above] = [above, row];
  }
  return above[b.length] ?? 0;
}
