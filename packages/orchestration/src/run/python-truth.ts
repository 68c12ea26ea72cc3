import { isMap, type Value } from "@salina/wire";

/** Python's truth of a value. */
export function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isMap(value) || value.size > 0;
}
