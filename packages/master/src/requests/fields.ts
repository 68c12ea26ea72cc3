import { isMap, type Result, type Value, type ValueMap } from "@salina/wire";

/** Checks of a request's fields: each gives the value, or a fault that names the field. */

export function fault(name: string, expected: string): Result<never> {
  return { ok: false, fault: { code: "bad-field", text: `${name}: expected ${expected}` } };
}

export function requiredText(load: ValueMap, name: string, maxLength = 4096): Result<string> {
  const value = load.get(name);
  return typeof value === "string" && value.length <= maxLength
    ? { ok: true, value }
    : fault(name, `text of at most ${maxLength} characters`);
}

/** Null where the field is missing or nil. */
export function optionalText(load: ValueMap, name: string, maxLength = 4096): Result<string | null> {
  const value = load.get(name) ?? null;
  return value === null ? { ok: true, value: null } : requiredText(load, name, maxLength);
}

export function optionalMap(load: ValueMap, name: string): Result<ValueMap | null> {
  const value = load.get(name) ?? null;
  return value === null || isMap(value) ? { ok: true, value } : fault(name, "a map");
}

export function optionalInteger(load: ValueMap, name: string): Result<number | null> {
  const value = load.get(name) ?? null;
  if (value === null) return { ok: true, value: null };
  return typeof value === "number" && Number.isSafeInteger(value) ? { ok: true, value } : fault(name, "an integer");
}

export function optionalList(load: ValueMap, name: string): Result<Value[] | null> {
  const value = load.get(name) ?? null;
  return value === null || Array.isArray(value) ? { ok: true, value } : fault(name, "a list");
}
