import { type Encodable, Ext, Float, isMap, type Value, type ValueMap } from "./value.js";

/** Whether two values are the same on the wire: `1` is not `1.0`, the order of maps does not count. */
export function sameValue(one: Encodable, two: Encodable): boolean {
  if (Object.is(one, two)) return true;
  if (one instanceof Float && two instanceof Float) return Object.is(one.value, two.value);
  if (one instanceof Uint8Array && two instanceof Uint8Array) return Buffer.compare(one, two) === 0;
  if (one instanceof Ext && two instanceof Ext) return one.type === two.type && sameValue(one.data, two.data);
  if (Array.isArray(one) && Array.isArray(two)) {
    return one.length === two.length && one.every((entry, n) => sameValue(entry, two[n] ?? null));
  }
  if (isMap(one) && isMap(two)) {
    return one.size === two.size && [...one].every(([key, entry]) => sameEntry(two, key, entry));
  }
  return false;
}

function sameEntry(other: ValueMap, key: Value, entry: Value): boolean {
  const found = other.get(key);
  if (found !== undefined) return sameValue(entry, found);
  // Bytes and floats as keys are equal without being the same object.
  return [...other].some(([otherKey, otherEntry]) => sameValue(key, otherKey) && sameValue(entry, otherEntry));
}
