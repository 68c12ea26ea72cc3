/**
 * A value as it travels between Salt's processes.
 *
 * Kept apart on purpose, because Python keeps them apart: `1` and `1.0` (number, Float), text and bytes that are not
 * UTF-8 (string, Uint8Array), integers beyond 2^53 (bigint). Maps are `Map`: they keep their order and may have keys
 * that are not text, and `__proto__` is a key like any other.
 */
export type Value = null | boolean | number | bigint | string | Uint8Array | Float | Ext | Value[] | ValueMap;
export type ValueMap = Map<Value, Value>;

/** What `encode` takes: a value in which bytes that are one packed value already may stand anywhere. */
export type Encodable = Value | Spliced | readonly Encodable[] | ReadonlyMap<Value, Encodable>;

/** A 64-bit float whose value is integral or -0. All other floats are plain numbers. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A msgpack extension, unread. Salt uses type 78 (date and time) and 79 (named constant). */
export class Ext {
  readonly type: number;
  readonly data: Uint8Array;
  constructor(type: number, data: Uint8Array) {
    this.type = type;
    this.data = data;
  }
}

/** Bytes that are exactly one packed value, put in as they are. For encoding only. */
export class Spliced {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export function isMap(value: unknown): value is ValueMap {
  return value instanceof Map;
}

/** The entry as text, undefined when it is missing or anything else. */
export function text(from: ValueMap, key: string): string | undefined {
  const value = from.get(key);
  return typeof value === "string" ? value : undefined;
}

/** The entry as an integer within ±2^53; integral floats are not integers. */
export function integer(from: ValueMap, key: string): number | undefined {
  const value = from.get(key);
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

/**
 * The entry as bytes. Text counts, as its UTF-8: on the wire the two are one type, so that a signature which
 * happens to be valid UTF-8 arrives as text.
 */
export function bytes(from: ValueMap, key: string): Uint8Array | undefined {
  return asBytes(from.get(key));
}

/** Bytes of a value that is bytes or text; undefined for anything else. */
export function asBytes(value: Value | undefined): Uint8Array | undefined {
  if (typeof value === "string") return utf8(value);
  return value instanceof Uint8Array ? value : undefined;
}

export function map(from: ValueMap, key: string): ValueMap | undefined {
  const value = from.get(key);
  return isMap(value) ? value : undefined;
}

export function list(from: ValueMap, key: string): Value[] | undefined {
  const value = from.get(key);
  return Array.isArray(value) ? value : undefined;
}

export function bool(from: ValueMap, key: string): boolean | undefined {
  const value = from.get(key);
  return typeof value === "boolean" ? value : undefined;
}

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export function utf8(value: string): Uint8Array {
  return encoder.encode(value);
}

/**
 * The value of plain JavaScript data. Objects become maps in the order of their keys, keys with `undefined` are left
 * out, `undefined` within an array is null. Maps, bytes and values pass through.
 *
 * @throws TypeError for what has no value: functions, symbols, instances of other classes
 */
export function toValue(plain: unknown): Value {
  switch (typeof plain) {
    case "boolean":
    case "number":
    case "bigint":
    case "string":
      return plain;
    case "undefined":
      return null;
    case "object":
      return plain === null ? null : objectToValue(plain);
    default:
      throw new TypeError(`a ${typeof plain} has no wire value`);
  }
}

function objectToValue(plain: object): Value {
  if (plain instanceof Uint8Array || plain instanceof Float || plain instanceof Ext) return plain;
  if (Array.isArray(plain)) return plain.map(toValue);
  if (plain instanceof Map) {
    const made: ValueMap = new Map();
    for (const [key, entry] of plain) if (entry !== undefined) made.set(toValue(key), toValue(entry));
    return made;
  }
  const proto: unknown = Object.getPrototypeOf(plain);
  if (proto !== null && proto !== Object.prototype) throw new TypeError("an instance of a class has no wire value");
  const made: ValueMap = new Map();
  for (const [key, entry] of Object.entries(plain)) if (entry !== undefined) made.set(key, toValue(entry));
  return made;
}
