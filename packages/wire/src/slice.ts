import { isUtf8 } from "node:buffer";
import { Cursor } from "./cursor.js";
import type { DecodeLimits } from "./limits.js";
import { bad, good, type Result } from "./result.js";

/**
 * The packed bytes of each value of a packed map, by its text keys, in order. Lets a return be stored exactly as it
 * was sent. The slices are views; their structure is checked, what they hold is not read. Keys that are not text are
 * passed over.
 */
export function sliceMap(bytes: Uint8Array, limits: DecodeLimits = {}): Result<Map<string, Uint8Array>> {
  const cursor = new Cursor(bytes, limits);
  const kind = cursor.next(0);
  if (kind !== "map") {
    return cursor.fault === undefined ? bad("not-a-map", "not a map", 0) : { ok: false, fault: cursor.fault };
  }
  const slices = new Map<string, Uint8Array>();
  for (let left = cursor.length; left > 0; left--) {
    const key = sliceKey(cursor);
    const from = cursor.position;
    skip(cursor, 1);
    if (cursor.fault !== undefined) return { ok: false, fault: cursor.fault };
    if (key === undefined) continue;
    if (slices.has(key) && limits.duplicateKeys !== "last") {
      return bad("duplicate-key", "the map has a key twice", from);
    }
    slices.set(key, bytes.subarray(from, cursor.position));
  }
  if (cursor.position < bytes.length && limits.allowTrailing !== true) {
    return bad("trailing-bytes", `${bytes.length - cursor.position} bytes after the map`, cursor.position);
  }
  return good(slices);
}

/** Number of bytes of the packed value that `bytes` starts with. */
export function packedLength(bytes: Uint8Array, limits: DecodeLimits = {}): Result<number> {
  const cursor = new Cursor(bytes, limits);
  skip(cursor, 0);
  return cursor.fault === undefined ? good(cursor.position) : { ok: false, fault: cursor.fault };
}

function sliceKey(cursor: Cursor): string | undefined {
  const kind = cursor.next(1);
  if (kind === "array" || kind === "map") return cursor.fail("bad-key", `a ${kind} as the key of a map`);
  if (kind !== "raw") {
    if (kind === "bin" || kind === "ext") cursor.take();
    return undefined;
  }
  const length = cursor.length;
  const from = cursor.take();
  const key = cursor.buffer.subarray(from, from + length);
  return isUtf8(key) ? key.toString("utf8") : undefined;
}

/** Moves the cursor behind one value. */
function skip(cursor: Cursor, depth: number): void {
  const kind = cursor.next(depth);
  if (kind === undefined) return;
  if (kind === "raw" || kind === "bin" || kind === "ext") cursor.take();
  else if (kind === "array") skipMany(cursor, cursor.length, depth + 1);
  else if (kind === "map") skipEntries(cursor, cursor.length, depth + 1);
}

function skipMany(cursor: Cursor, count: number, depth: number): void {
  for (let left = count; left > 0 && cursor.fault === undefined; left--) skip(cursor, depth);
}

function skipEntries(cursor: Cursor, count: number, depth: number): void {
  for (let left = count; left > 0 && cursor.fault === undefined; left--) {
    const kind = cursor.next(depth);
    if (kind === "array" || kind === "map") cursor.fail("bad-key", `a ${kind} as the key of a map`);
    else if (kind === "raw" || kind === "bin" || kind === "ext") cursor.take();
    skip(cursor, depth);
  }
}
