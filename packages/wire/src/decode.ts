import { isUtf8 } from "node:buffer";
import { Cursor, type Kind } from "./cursor.js";
import type { DecodeLimits } from "./limits.js";
import { bad, good, type Result } from "./result.js";
import { Ext, Float, type Value, type ValueMap } from "./value.js";

/**
 * Reads one packed value, of either dialect. Never throws and never allocates by an announced size.
 *
 * Raw strings become text when they are valid UTF-8, otherwise bytes; bin is always bytes. Integers beyond ±2^53
 * become bigint, integral floats `Float`. Bytes are views into the message: copy what outlives it.
 */
export function decode(bytes: Uint8Array, limits: DecodeLimits = {}): Result<Value> {
  const decoder = new Decoder(bytes, limits);
  const value = decoder.value(0);
  return decoder.finish(value);
}

// From this length on a look at the bytes is cheaper than decoding ciphertext as text in vain.
const LOOK_FIRST = 256;
const REPLACEMENT = "�";

class Decoder {
  readonly #cursor: Cursor;
  readonly #limits: DecodeLimits;

  constructor(bytes: Uint8Array, limits: DecodeLimits) {
    this.#cursor = new Cursor(bytes, limits);
    this.#limits = limits;
  }

  finish(value: Value | undefined): Result<Value> {
    const { fault, position, buffer } = this.#cursor;
    if (fault !== undefined) return { ok: false, fault };
    if (value === undefined) return bad("bad-type", "no value", position);
    if (position < buffer.length && this.#limits.allowTrailing !== true) {
      return bad("trailing-bytes", `${buffer.length - position} bytes after the value`, position);
    }
    return good(value);
  }

  /** Undefined exactly when the cursor has a fault. */
  value(depth: number): Value | undefined {
    const kind = this.#cursor.next(depth);
    return kind === undefined ? undefined : this.#read(kind, depth);
  }

  #read(kind: Kind, depth: number): Value | undefined {
    const cursor = this.#cursor;
    switch (kind) {
      case "int":
      case "simple":
        return cursor.scalar;
      case "float": {
        const number = cursor.scalar as number;
        return Number.isInteger(number) ? new Float(number) : number;
      }
      case "raw":
        return this.#limits.strings === "bytes" ? this.#view() : this.#text();
      case "bin":
        return this.#view();
      case "ext":
        return this.#ext();
      case "array":
        return this.#array(cursor.length, depth + 1);
      case "map":
        return this.#map(cursor.length, depth + 1);
    }
  }

  #view(): Uint8Array {
    const { buffer } = this.#cursor;
    const length = this.#cursor.length;
    return new Uint8Array(buffer.buffer, buffer.byteOffset + this.#cursor.take(), length);
  }

  #text(): string | Uint8Array {
    const { buffer, length } = this.#cursor;
    const from = this.#cursor.position;
    if (length >= LOOK_FIRST && !isUtf8(buffer.subarray(from, from + length))) return this.#view();
    const text = buffer.toString("utf8", from, from + length);
    if (length < LOOK_FIRST && text.includes(REPLACEMENT) && !isUtf8(buffer.subarray(from, from + length))) {
      return this.#view();
    }
    this.#cursor.take();
    return text;
  }

  #ext(): Ext | undefined {
    const type = this.#cursor.extType;
    if (this.#limits.extTypes?.includes(type) === false) {
      return this.#cursor.fail("bad-ext", `extension type ${type} is not allowed`);
    }
    return new Ext(type, this.#view());
  }

  #array(entries: number, depth: number): Value[] | undefined {
    const made: Value[] = [];
    for (let n = 0; n < entries; n++) {
      const entry = this.value(depth);
      if (entry === undefined) return undefined;
      made.push(entry);
    }
    return made;
  }

  #map(entries: number, depth: number): ValueMap | undefined {
    const made: ValueMap = new Map();
    const keys = new KeyIndex(made);
    for (let n = 0; n < entries; n++) {
      const key = this.#key(depth);
      if (key === undefined) return undefined;
      const known = keys.find(key);
      if (known !== undefined && this.#limits.duplicateKeys !== "last") {
        return this.#cursor.fail("duplicate-key", "a map has a key twice");
      }
      const entry = this.value(depth);
      if (entry === undefined) return undefined;
      made.set(known === undefined ? keys.add(key) : known.key, entry);
    }
    return made;
  }

  #key(depth: number): Value | undefined {
    const kind = this.#cursor.next(depth);
    if (kind === undefined) return undefined;
    if (kind === "array" || kind === "map") return this.#cursor.fail("bad-key", `a ${kind} as the key of a map`);
    return kind === "raw" ? this.#text() : this.#read(kind, depth);
  }
}

/** Finds keys again that are equal but not the same object: bytes, floats, extensions. */
class KeyIndex {
  readonly #map: ValueMap;
  readonly #objects = new Map<string, Value>();

  constructor(map: ValueMap) {
    this.#map = map;
  }

  find(key: Value): { key: Value } | undefined {
    if (typeof key !== "object" || key === null) return this.#map.has(key) ? { key } : undefined;
    const known = this.#objects.get(identity(key));
    return known === undefined ? undefined : { key: known };
  }

  add(key: Value): Value {
    if (typeof key === "object" && key !== null) this.#objects.set(identity(key), key);
    return key;
  }
}

function identity(key: object): string {
  if (key instanceof Uint8Array) return `b${Buffer.from(key).toString("latin1")}`;
  if (key instanceof Ext) return `e${key.type}:${Buffer.from(key.data).toString("latin1")}`;
  return key instanceof Float ? `f${Object.is(key.value, -0) ? "-0" : key.value}` : "";
}
