import { pythonText } from "./python-text.js";
import { Ext, Float, type Value, type ValueMap } from "./value.js";

/** What `JSON.stringify` writes without loss. Objects have no prototype, so `__proto__` is a key like any other. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const BYTES_KEY = "$base64";
const EXT_KEY = "$ext";
const DATE_EXT = 78;

/**
 * A value for JSON readers.
 *
 * - integers beyond ±2^53: decimal text; `Float`: number; NaN and infinities: `"NaN"`, `"Infinity"`, `"-Infinity"`
 * - bytes: `{"$base64": "…"}`
 * - date and time (extension 78): ISO 8601 text without zone, as Salt has none; other extensions:
 *   `{"$ext": type, "$base64": "…"}`
 * - keys that are not text: as Python's `str()` writes them. Of two keys with the same text the later one stays.
 */
export function toJson(value: Value): Json {
  switch (typeof value) {
    case "number":
      return jsonNumber(value);
    case "bigint":
      return jsonBigint(value);
    case "object":
      return value === null ? null : jsonObject(value);
    default:
      return value;
  }
}

function jsonNumber(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}

function jsonBigint(value: bigint): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function jsonObject(value: object): Json {
  if (Array.isArray(value)) return (value as Value[]).map(toJson);
  if (value instanceof Float) return jsonNumber(value.value);
  if (value instanceof Uint8Array) return record([[BYTES_KEY, base64(value)]]);
  if (value instanceof Ext) return jsonExt(value);
  const made: [string, Json][] = [];
  for (const [key, entry] of value as ValueMap) made.push([jsonKey(key), toJson(entry)]);
  return record(made);
}

function jsonKey(key: Value): string {
  if (typeof key === "string") return key;
  return key instanceof Ext ? (isoText(key) ?? base64(key.data)) : pythonText(key);
}

function jsonExt(ext: Ext): Json {
  return (
    isoText(ext) ??
    record([
      [EXT_KEY, ext.type],
      [BYTES_KEY, base64(ext.data)],
    ])
  );
}

/** `20240131T23:59:59.123456` with its separators. */
function isoText(ext: Ext): string | undefined {
  if (ext.type !== DATE_EXT || ext.data.length > 64) return undefined;
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,6})?)$/.exec(Buffer.from(ext.data).toString("latin1"));
  return found === null ? undefined : `${found[1]}-${found[2]}-${found[3]}T${found[4]}`;
}

function record(entries: Iterable<readonly [string, Json]>): { [key: string]: Json } {
  const made: { [key: string]: Json } = Object.create(null);
  for (const [key, entry] of entries) made[key] = entry;
  return made;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/**
 * The value of parsed JSON. Integral numbers are integers (JSON does not tell `1.0` from `1`); an object whose only
 * key is `$base64`, with base64 text, is bytes.
 *
 * @throws TypeError for what JSON cannot hold
 */
export function fromJson(json: unknown): Value {
  switch (typeof json) {
    case "boolean":
    case "number":
    case "string":
      return json;
    case "object":
      return json === null ? null : fromJsonObject(json);
    default:
      throw new TypeError(`a ${typeof json} is not JSON`);
  }
}

function fromJsonObject(json: object): Value {
  if (Array.isArray(json)) return json.map(fromJson);
  const entries = Object.entries(json) as [string, unknown][];
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && only[0] === BYTES_KEY) {
    const bytes = fromBase64(only[1]);
    if (bytes !== undefined) return bytes;
  }
  const made: ValueMap = new Map();
  for (const [key, entry] of entries) made.set(key, fromJson(entry));
  return made;
}

function fromBase64(text: unknown): Uint8Array | undefined {
  if (typeof text !== "string") return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? Uint8Array.from(bytes) : undefined;
}
