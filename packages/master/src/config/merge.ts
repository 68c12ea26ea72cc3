import { type Entry, type Mapping, type Node, sameNode } from "./tree.js";

/** The option of ours that is merged in depth also over the main file. */
const ownOption = "salina";

/**
 * Two included files: maps merge in depth, lists grow by what they lack, else the later one wins.
 * @source salt/utils/dictupdate.py, update with merge_lists
 */
export function mergeDeep(first: Mapping, later: Mapping): Mapping {
  const entries = new Map<string, Entry>(first.entries);
  for (const [key, entry] of later.entries) {
    const known = entries.get(key);
    entries.set(key, known ? { place: entry.place, value: mergeNodes(known.value, entry.value) } : entry);
  }
  return { ...first, entries };
}

function mergeNodes(first: Node, later: Node): Node {
  if (first.kind === "mapping" && later.kind === "mapping") return mergeDeep(first, later);
  if (first.kind === "list" && later.kind === "list") {
    const added = later.items.filter((item) => !first.items.some((known) => sameNode(known, item)));
    return { ...first, items: [...first.items, ...added] };
  }
  return later;
}

/** What included files say over what their includer says: whole options are replaced, `salina` is merged in depth. */
export function mergeTop(main: Mapping, included: Mapping): Mapping {
  const entries = new Map<string, Entry>(main.entries);
  for (const [key, entry] of included.entries) {
    const known = entries.get(key);
    const value = known && key === ownOption ? mergeNodes(known.value, entry.value) : entry.value;
    entries.set(key, { place: entry.place, value });
  }
  return { ...main, entries };
}
