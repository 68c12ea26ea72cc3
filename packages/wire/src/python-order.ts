import { compareText } from "./python-strings.js";
import { Float, type Value } from "./value.js";

/**
 * Sorts as Python's `sorted`.
 *
 * @returns undefined where Python raises TypeError, since the values cannot be compared with each other
 */
export function sortedValues<T>(items: readonly T[], keyOf: (item: T) => Value): T[] | undefined {
  if (items.length < 2) return [...items];
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  if (keyed.every(({ key }) => typeof key === "string")) {
    keyed.sort((a, b) => compareText(a.key as string, b.key as string));
  } else if (keyed.every(({ key }) => numeric(key) !== undefined)) {
    keyed.sort((a, b) => compareNumbers(numeric(a.key) ?? 0, numeric(b.key) ?? 0));
  } else if (keyed.every(({ key }) => key instanceof Uint8Array)) {
    keyed.sort((a, b) => Buffer.compare(a.key as Uint8Array, b.key as Uint8Array));
  } else {
    return undefined;
  }
  return keyed.map(({ item }) => item);
}

function numeric(value: Value): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Float ? value.value : undefined;
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
