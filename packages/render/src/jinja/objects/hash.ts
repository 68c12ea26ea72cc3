import { raise } from "../errors.js";
import { Markup, type Py, PyTuple, PyView, typeName, Undefined } from "./types.js";

/** What two equal Python keys have in common, and unequal ones have not. */
export type HashKey = unknown;

const MARK = "\u0000";
const MAX_DEPTH = 100;

/** @throws PyError TypeError for lists, dicts and sets */
export function hashKey(key: Py): HashKey {
  switch (typeof key) {
    case "string":
      return key.startsWith(MARK) ? `${MARK}s${key}` : key;
    case "boolean":
      return key ? 1n : 0n;
    case "number":
      return Number.isInteger(key) ? BigInt(key) : key;
    case "bigint":
      return key;
    default:
      return key === null ? null : objectKey(key);
  }
}

function objectKey(key: object & Py): HashKey {
  if (key instanceof Markup) return hashKey(key.text);
  if (key instanceof Uint8Array) return `${MARK}b${Buffer.from(key).toString("hex")}`;
  if (key instanceof PyTuple) return `${MARK}t${tupleKey(key, 0)}`;
  if (key instanceof Undefined && key.strict) key.fail();
  const kind = typeName(key);
  if (Array.isArray(key) || kind === "dict" || kind === "set" || key instanceof PyView) {
    raise("TypeError", `unhashable type: '${kind}'`);
  }
  return key;
}

function tupleKey(tuple: PyTuple, depth: number): string {
  if (depth > MAX_DEPTH) raise("LimitError", "a key is nested too deeply");
  let text = "(";
  for (const item of tuple.items) {
    const part = item instanceof PyTuple ? tupleKey(item, depth + 1) : partKey(hashKey(item));
    text += `${part.length}:${part}`;
    if (text.length > 1 << 20) raise("LimitError", "a key is too large");
  }
  return `${text})`;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function partKey(hash: HashKey): string {
  if (typeof hash !== "object" || hash === null) return `${typeof hash} ${String(hash)}`;
  let identity = identities.get(hash);
  if (identity === undefined) {
    lastIdentity += 1;
    identity = lastIdentity;
    identities.set(hash, identity);
  }
  return `object ${identity}`;
}
