/** Sorts as `salt-key` does: without regard to case, names that differ only in case by their own order. */
export function sortIds(ids: Iterable<string>): string[] {
  return [...ids]
    .map((id) => ({ id, folded: id.toLowerCase() }))
    .sort((a, b) => compare(a.folded, b.folded) || compare(a.id, b.id))
    .map(({ id }) => id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
