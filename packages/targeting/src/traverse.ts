import { isMap, type Value, type ValueMap } from "@salina/wire";
import { sameKey, yamlKey } from "./yaml-key.js";

/**
 * Follows a path through maps and lists. In a list a number is an index (negative: from the end), and anything else is
 * looked for in the first map of the list that has it.
 * @returns undefined where there is nothing
 * @source salt/utils/data.py, traverse_dict_and_list
 */
export function traverse(data: ValueMap, path: readonly string[]): Value | undefined {
  let here: Value | undefined = data;
  for (const part of path) {
    if (isMap(here)) here = inMap(here, part);
    else if (Array.isArray(here)) here = inList(here, part);
    else return undefined;
    if (here === undefined) return undefined;
  }
  return here;
}

function inMap(from: ValueMap, part: string): Value | undefined {
  const found = from.get(part);
  if (found !== undefined) return found;
  const key = yamlKey(part);
  return key === undefined ? undefined : byKey(from, key);
}

function byKey(from: ValueMap, wanted: Value): Value | undefined {
  const found = from.get(wanted);
  if (found !== undefined || typeof wanted === "string" || wanted === null) return found;
  for (const [key, value] of from) if (sameKey(key, wanted)) return value;
  return undefined;
}

/** What Python's `int()` reads. */
const pythonInt = /^\s*[-+]?\d+(?:_\d+)*\s*$/;

function inList(list: readonly Value[], part: string): Value | undefined {
  const index = pythonInt.test(part) ? Number(part.replaceAll("_", "")) : undefined;
  for (const item of list) {
    if (!isMap(item)) continue;
    const found = index === undefined ? item.get(part) : byKey(item, index);
    if (found !== undefined) return found;
  }
  return index === undefined ? undefined : list.at(index);
}
