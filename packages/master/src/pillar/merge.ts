import { isMap, sameValue, type Value, type ValueMap } from "@salina/wire";

export interface Merging {
  /** `smart`, `recurse`, `aggregate`, `overwrite`, `list`, `none`; anything else counts as `recurse`, without lists. */
  readonly strategy: string;
  /** Lists of both are put together, without what is there twice, instead of the later one winning. */
  readonly lists: boolean;
  /** Decides what `smart` is. */
  readonly renderer: string;
}

/**
 * Lays `over` on `base` and leaves both as they are.
 * @source salt/utils/dictupdate.py, merge
 */
export function mergePillar(base: ValueMap, over: ValueMap, { strategy, lists, renderer }: Merging): ValueMap {
  const yamlex = renderer.split("|").at(-1) === "yamlex" || renderer.startsWith("yamlex_");
  switch (strategy === "smart" ? (yamlex ? "aggregate" : "recurse") : strategy) {
    // Of data without Salt's own marks for it, only the top level is put together.
    case "aggregate":
      return new Map([...base, ...over]);
    case "list":
      return new Map([...base].map(([key, value]) => [key, over.has(key) ? [value, over.get(key) ?? null] : value]));
    case "overwrite":
      return mergeDeep(new Map([...base].map(([key, value]) => [key, over.get(key) ?? value])), over, lists);
    case "recurse":
      return mergeDeep(base, over, lists);
    default:
      return mergeDeep(base, over, false);
  }
}

/** Maps are merged at every depth; elsewhere the later value wins. @source salt/utils/dictupdate.py, update */
export function mergeDeep(base: ValueMap, over: ValueMap, lists: boolean): ValueMap {
  const merged: ValueMap = new Map(base);
  for (const [key, value] of over) merged.set(key, mergedValue(merged.get(key), value, lists));
  return merged;
}

function mergedValue(old: Value | undefined, value: Value, lists: boolean): Value {
  if (isMap(old) && isMap(value)) return mergeDeep(old, value, lists);
  if (!lists || !Array.isArray(old) || !Array.isArray(value)) return value;
  const all = [...old];
  for (const one of value) if (!all.some((known) => sameValue(known, one))) all.push(one);
  return all;
}
