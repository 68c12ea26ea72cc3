import { isMap, type Value } from "@salina/wire";

/**
 * What stands at `a:b:0` within data; undefined where nothing does. In a list a part is an index, or a key of the maps
 * in it; whole numbers are tried as such where there is no such text.
 * @source salt/utils/data.py, traverse_dict_and_list
 */
export function traverse(data: Value, key: Value, delimiter = ":"): Value | undefined {
  const parts = typeof key === "string" ? key.split(delimiter) : Array.isArray(key) ? key : [key];
  let at: Value | undefined = data;
  for (const part of parts) {
    at = Array.isArray(at) ? inList(at, part) : isMap(at) ? inMap(at, part) : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

function inList(list: readonly Value[], part: Value): Value | undefined {
  const index = asInteger(part);
  for (const one of list) {
    const found = isMap(one) ? one.get(index ?? part) : undefined;
    if (found !== undefined) return found;
  }
  return index === undefined ? undefined : list.at(index);
}

function inMap(map: ReadonlyMap<Value, Value>, part: Value): Value | undefined {
  const found = map.get(part);
  if (found !== undefined || typeof part !== "string") return found;
  const other = otherReading(part);
  return other === undefined ? undefined : map.get(other);
}

function asInteger(part: Value): number | undefined {
  if (typeof part === "number") return part;
  return typeof part === "string" && /^\s*[+-]?\d+\s*$/.test(part) ? Number(part) : undefined;
}

/** As YAML reads a word: keys may be numbers or truth values. */
function otherReading(part: string): Value | undefined {
  const index = /^[+-]?(0|[1-9]\d*)$/.test(part) ? Number(part) : undefined;
  if (index !== undefined) return index;
  if (/^(true|True|TRUE)$/.test(part)) return true;
  if (/^(false|False|FALSE)$/.test(part)) return false;
  return undefined;
}
