import { Ext, Float, pythonBytes, type Value } from "@salina/wire";

/** Equal for keys that Python's dict takes for one: `1`, `1.0` and `true` are. For scalars only. */
export function keyIdentity(key: Value): string {
  if (key === null) return "null";
  if (typeof key === "string") return `s${key}`;
  if (typeof key === "boolean") return `n${key ? 1 : 0}`;
  if (typeof key === "number") return `n${key === 0 ? 0 : key}`;
  if (typeof key === "bigint") return `n${key}`;
  if (key instanceof Float) return keyIdentity(key.value);
  if (key instanceof Uint8Array) return pythonBytes(key);
  if (key instanceof Ext) return `e${key.type}${pythonBytes(key.data)}`;
  return "";
}
