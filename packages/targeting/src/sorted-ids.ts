/** By lower-cased id, then by the id itself, each by code units: the same on every machine. */
export function sortedIds(ids: readonly string[]): readonly string[] {
  return ids
    .map((id) => ({ id, key: id.toLowerCase() }))
    .sort((a, b) => compare(a.key, b.key) || compare(a.id, b.id))
    .map(({ id }) => id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
