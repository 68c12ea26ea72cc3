import { isMap, type Value } from "@salina/wire";

/** As Python takes a value for true. */
export function isTrue(value: Value): boolean {
  if (isMap(value)) return value.size > 0;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  return Boolean(typeof value === "object" && value !== null && "value" in value ? value.value : value);
}
