import { isMap, type Value, type ValueMap } from "@salina/wire";
import type { Filter } from "../values.js";
import { define, equal, find, isTrue, listArg, textArg, typeName } from "./define.js";
import { toNum } from "./text-filters.js";

const keysOf = (value: Value | undefined): readonly Value[] => listArg(value, "the key");

function mapArg(value: Value | undefined, what = "the value"): ValueMap {
  if (value !== undefined && isMap(value)) return value;
  throw new TypeError(`${what} must be a dict, not ${typeName(value ?? null)}`);
}

/** @source salt/utils/data.py, traverse_dict_and_list */
export function traverse(data: Value, key: Value, fallback: Value, delimiter: string): Value {
  const path = typeof key === "string" ? key.split(delimiter) : Array.isArray(key) ? key : [key];
  let at = data;
  for (const step of path) {
    const next = Array.isArray(at) ? intoList(at, step) : intoOther(at, step);
    if (next === undefined) return fallback;
    at = next;
  }
  return at;
}

function intoList(entries: readonly Value[], step: Value): Value | undefined {
  const wanted = toNum(step);
  const key = typeof wanted === "number" && Number.isInteger(wanted) ? wanted : step;
  for (const entry of entries) {
    const found = isMap(entry) ? find(entry, key) : undefined;
    if (found !== undefined) return found;
  }
  return typeof key === "number" ? entries.at(key < -entries.length ? entries.length : key) : undefined;
}

function intoOther(at: Value, step: Value): Value | undefined {
  if (isMap(at)) return find(at, step) ?? (typeof step === "string" ? numericKey(at, step) : undefined);
  return typeof at === "string" && typeof step === "number" ? [...at].at(step) : undefined;
}

/** A step `1` finds the key 1 as well. */
function numericKey(map: ValueMap, step: string): Value | undefined {
  const key = toNum(step);
  return typeof key === "string" ? undefined : find(map, key);
}

function compareDicts(old: Value, fresh: Value): Value {
  const [before, after] = [mapArg(old), mapArg(fresh)];
  const made: ValueMap = new Map();
  const change = (one: Value, two: Value) =>
    new Map<Value, Value>([
      ["old", one],
      ["new", two],
    ]);
  for (const key of new Set([...after.keys(), ...before.keys()])) {
    const [was, is] = [find(before, key), find(after, key)];
    if (was === undefined) made.set(key, change("", is ?? null));
    else if (is === undefined)
      made.set(
        key,
        new Map<Value, Value>([
          ["new", ""],
          ["old", was],
        ]),
      );
    else if (!equal(was, is)) made.set(key, change(was, is));
  }
  return made;
}

/** The map that holds the last key, made on the way. It is changed in place, as Salt does. */
function holderOf(root: Value, keys: Value | undefined, delimiter: Value | undefined): [ValueMap, string] {
  const path = textArg(keys, "keys").split(textArg(delimiter, "delimiter"));
  const last = path.pop() ?? "";
  let at = mapArg(root);
  for (const key of path) {
    const next = at.get(key);
    if (next !== undefined && isMap(next)) at = next;
    else {
      const made: ValueMap = new Map();
      at.set(key, made);
      at = made;
    }
  }
  return [at, last];
}

const dictParams = ["keys", "value", ["delimiter", ":"], ["ordered_dict", false]] as const;
type Change = (before: Value | undefined, value: Value) => Value;

function changing(name: string, change: Change): [string, Filter] {
  return [
    name,
    define(name, dictParams, (root, keys, value, delimiter) => {
      const [holder, last] = holderOf(root, keys, delimiter);
      holder.set(last, change(holder.get(last), value ?? null));
      return root;
    }),
  ];
}

const update: Change = (before, value) => {
  const into = before === undefined || before === null ? new Map() : before;
  if (!isMap(into)) throw new Error(`The last key contains a <class '${typeName(into)}'>, which cannot update.`);
  if (isMap(value)) for (const [key, one] of value) into.set(key, one);
  else if (Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2)) {
    for (const pair of value) if (Array.isArray(pair)) into.set(pair[0] ?? null, pair[1] ?? null);
  } else throw new Error(`Cannot update <class 'dict'> with a <class '${typeName(value)}'>.`);
  return into;
};

function listOf(before: Value | undefined, verb: string): Value[] {
  const into = before === undefined || before === null ? [] : before;
  if (!Array.isArray(into))
    throw new Error(`The last key contains a <class '${typeName(into)}'>, which cannot ${verb}.`);
  return into;
}

const append: Change = (before, value) => {
  const into = listOf(before, "append");
  into.push(value);
  return into;
};

const extend: Change = (before, value) => {
  const into = listOf(before, "extend");
  if (!Array.isArray(value) && !isMap(value) && typeof value !== "string") {
    throw new Error(`Cannot extend <class 'list'> with a <class '${typeName(value)}'>.`);
  }
  into.push(...listArg(value, "value"));
  return into;
};

function mysqlToDict(data: Value, key: Value): Value {
  const made: ValueMap = new Map();
  let headers: string[] = [""];
  for (const one of listArg(data, "the value")) {
    const line = textArg(one, "a line");
    if (line === "" || line.startsWith("+")) continue;
    const parts = line.split("|").map((part) => part.trim());
    if (headers.length > 1) {
      const row: ValueMap = new Map(headers.slice(1, -1).map((header, n) => [header, toNum(parts[n + 1] ?? "")]));
      made.set(row.get(key) ?? null, row);
    } else headers = parts;
  }
  return made;
}

/** Names of entries in any case: `Key`, `NAME`. */
function fromEntries(value: Value): Value {
  const made: ValueMap = new Map();
  for (const entry of listArg(value, "the value")) {
    const fields = new Map([...mapArg(entry, "an entry")].map(([name, one]) => [lower(name), one]));
    const key = [fields.get("key"), fields.get("name")].find(isTrue);
    if (key !== undefined) made.set(key, fields.get("value") ?? null);
  }
  return made;
}

const lower = (name: Value): Value => (typeof name === "string" ? name.toLowerCase() : name);

function toEntries(value: Value): Value {
  const pairs = Array.isArray(value) ? value.map((one, n): [Value, Value] => [n, one]) : [...mapArg(value)];
  return pairs.map(
    ([key, one]) =>
      new Map<Value, Value>([
        ["key", key],
        ["value", one],
      ]),
  );
}

/** @source salt/utils/data.py; salt/utils/dictupdate.py */
export const mapFilters: ReadonlyMap<string, Filter> = new Map([
  [
    "traverse",
    define("traverse", ["key", ["default", null], ["delimiter", ":"]], (data, key, fallback, delimiter) => {
      if (typeof key !== "string" && typeof key !== "number") keysOf(key);
      return traverse(data, key ?? null, fallback ?? null, textArg(delimiter, "delimiter"));
    }),
  ],
  ["compare_dicts", define("compare_dicts", [["new", null]], (old, fresh) => compareDicts(old, fresh ?? null))],
  changing("set_dict_key_value", (_before, value) => value),
  changing("update_dict_key_value", update),
  changing("append_dict_key_value", append),
  changing("extend_dict_key_value", extend),
  ["mysql_to_dict", define("mysql_to_dict", ["key"], (data, key) => mysqlToDict(data, key ?? null))],
  ["from_entries", define("from_entries", [], fromEntries)],
  ["to_entries", define("to_entries", [], toEntries)],
]);
