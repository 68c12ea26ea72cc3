import { Ext, Float, type Value, type ValueMap } from "@salina/wire";
import type { Budget } from "../budget.js";
import { raise } from "../errors.js";
import { PyDict } from "./dict.js";
import { iterate } from "./iterate.js";
import { PySet } from "./set.js";
import { Markup, type Py, PyIterator, PyObject, PyRange, PyTuple, PyView, typeName, Undefined } from "./types.js";

const MAX_DEPTH = 200;

/** A wire value as templates handle it. It is copied: a template cannot change what it was given. */
export function fromWire(value: Value): Py {
  switch (typeof value) {
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
    case "object":
      return value === null ? null : objectFromWire(value);
    default:
      return value;
  }
}

function objectFromWire(value: object): Py {
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return (value as Value[]).map(fromWire);
  if (value instanceof Map) {
    const made = new PyDict();
    for (const [key, entry] of value as ValueMap) made.set(keyFromWire(key), fromWire(entry));
    return made;
  }
  return value as Uint8Array | Ext;
}

// Only a YAML reader can bring a list here; in Python such a key is a tuple.
function keyFromWire(key: Value): Py {
  if (Array.isArray(key)) return new PyTuple(key.map(keyFromWire));
  return fromWire(key);
}

/**
 * A template's value for functions outside: tuples, sets, ranges and generators become lists.
 * @param made what was made of each list and dict: one that stands twice is one there, too
 */
export function toWire(value: Py, budget: Budget, depth = 0, made: Map<object, Value> = new Map()): Value {
  budget.step();
  if (depth > MAX_DEPTH) raise("LimitError", "a value is nested too deeply");
  switch (typeof value) {
    case "bigint":
      return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
    case "number":
      return Number.isInteger(value) ? new Float(value) : value;
    case "object":
      return value === null ? null : sharedToWire(value, budget, depth + 1, made);
    default:
      return value;
  }
}

function sharedToWire(value: object & Py, budget: Budget, depth: number, made: Map<object, Value>): Value {
  const known = made.get(value);
  if (known !== undefined) return known;
  const wire = objectToWire(value, budget, depth, made);
  if (Array.isArray(value) || value instanceof PyDict) made.set(value, wire);
  return wire;
}

function objectToWire(value: object & Py, budget: Budget, depth: number, made: Map<object, Value>): Value {
  if (value instanceof Markup) return value.text;
  if (value instanceof Uint8Array || value instanceof Ext) return value;
  if (value instanceof Undefined) value.fail();
  if (value instanceof PyDict) {
    const map: ValueMap = new Map();
    for (const [key, entry] of value.entries())
      map.set(toWire(key, budget, depth, made), toWire(entry, budget, depth, made));
    return map;
  }
  if (value instanceof PyObject) raise("TypeError", `a ${typeName(value)} cannot be handed to a function`);
  if (
    Array.isArray(value) ||
    value instanceof PyTuple ||
    value instanceof PySet ||
    value instanceof PyRange ||
    value instanceof PyIterator ||
    value instanceof PyView
  ) {
    const list: Value[] = [];
    for (const item of iterate(value, budget)) list.push(toWire(item, budget, depth, made));
    return list;
  }
  return null;
}
