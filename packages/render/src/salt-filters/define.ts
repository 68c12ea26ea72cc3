import { isMap, pythonText, type Value } from "@salina/wire";
import { keyIdentity } from "@salina/yaml";
import type { Filter } from "../values.js";

/** A parameter's name, with its default where it has one. */
export type Param = string | readonly [name: string, fallback: Value];

/**
 * A filter with Python's rules for its arguments: by place or by name.
 * @throws TypeError at the call, in Python's words
 */
export function define(name: string, params: readonly Param[], run: (value: Value, ...args: Value[]) => Value): Filter {
  return (value, args, kwargs) => {
    if (args.length > params.length) {
      throw new TypeError(
        `${name}() takes ${params.length + 1} positional arguments but ${args.length + 1} were given`,
      );
    }
    const known = new Set(params.map(nameOf));
    for (const key of kwargs.keys()) {
      if (!known.has(key)) throw new TypeError(`${name}() got an unexpected keyword argument '${key}'`);
    }
    const bound = params.map((param, n) => {
      const given = n < args.length ? args[n] : kwargs.get(nameOf(param));
      if (given !== undefined) return given;
      if (typeof param !== "string") return param[1];
      throw new TypeError(`${name}() missing 1 required positional argument: '${param}'`);
    });
    return run(value, ...bound);
  };
}

function nameOf(param: Param): string {
  return typeof param === "string" ? param : param[0];
}

export function textArg(value: Value | undefined, what: string): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  throw new TypeError(`${what} must be text, not ${typeName(value ?? null)}`);
}

export function listArg(value: Value | undefined, what: string): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (isMap(value ?? null)) return [...(value as ReadonlyMap<Value, Value>).keys()];
  if (typeof value === "string") return [...value];
  throw new TypeError(`${what} must be a list, not ${typeName(value ?? null)}`);
}

/** @source Python's `type(x).__name__` */
export function typeName(value: Value): string {
  if (value === null) return "NoneType";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) return "int";
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return "list";
  return isMap(value) ? "dict" : "float";
}

export function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  if (typeof value === "number" || typeof value === "bigint") return Number(value) !== 0;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  if (isMap(value)) return value.size > 0;
  return numberOf(value) !== 0;
}

/** Undefined where Python would not reckon with it. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "object" && value !== null && "value" in value && typeof value.value === "number") {
    return value.value;
  }
  return undefined;
}

/** Python's `==`: 1, 1.0 and True are one; the order of a dict does not count. */
export function equal(one: Value, two: Value): boolean {
  if (Array.isArray(one)) {
    return Array.isArray(two) && one.length === two.length && one.every((entry, n) => equal(entry, two[n] ?? null));
  }
  if (isMap(one)) {
    if (!isMap(two) || one.size !== two.size) return false;
    return [...one].every(([key, entry]) => {
      const other = find(two, key);
      return other !== undefined && equal(entry, other);
    });
  }
  if (Array.isArray(two) || isMap(two)) return false;
  return keyIdentity(one) === keyIdentity(two);
}

/** `dict[key]` with Python's equal keys; undefined where there is none. */
export function find(map: ReadonlyMap<Value, Value>, key: Value): Value | undefined {
  const direct = map.get(key);
  if (direct !== undefined || typeof key === "string") return direct;
  return [...map].find(([other]) => equal(other, key))?.[1];
}

/** `str(x)` of a scalar; containers are refused. */
export function scalarText(value: Value): string {
  if (Array.isArray(value) || isMap(value)) throw new TypeError(`a ${typeName(value)} cannot stand here`);
  return pythonText(value);
}
