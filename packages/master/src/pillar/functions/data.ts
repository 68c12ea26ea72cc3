import { globMatcher } from "@salina/targeting";
import { isMap, sameValue, type Value, type ValueMap } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import { mergeDeep, mergePillar } from "../merge.js";
import { type FunctionModule, functionOf } from "./master-function.js";
import { traverse } from "./traverse.js";

/** `pillar.get`, `pillar.item`, ... of the pillar so far: nothing, unless `ext_pillar_first` is set. */
export const pillarFunctions: FunctionModule = {
  get: functionOf(
    ["key", "default", "merge", "merge_nested_lists", "delimiter", "pillarenv", "saltenv"],
    (given, { pillar, mergeLists }) => {
      const standard = given.value("default", "");
      const lists = given.value("merge_nested_lists") === null ? mergeLists : given.flag("merge_nested_lists");
      return gotten(pillar, given, standard, given.flag("merge"), lists);
    },
  ),
  item: functionOf(
    ["key"],
    (given, { pillar }) => new Map([[given.value("key"), traverse(pillar, given.value("key")) ?? ""]]),
    { more: true },
  ),
  items: functionOf([], (_given, { pillar }) => pillar, { more: true }),
  raw: functionOf(["key"], (given, { pillar }) =>
    given.has("key") ? (pillar.get(given.value("key")) ?? new Map()) : pillar,
  ),
  keys: functionOf(["key", "delimiter"], (given, { pillar }) =>
    keysOf(traverse(pillar, given.value("key"), given.text("delimiter", ":"))),
  ),
  ls: functionOf([], (_given, { pillar }) => [...pillar.keys()], { more: true }),
  file_exists: functionOf(["path", "saltenv"], () => false),
};

export const grainsFunctions: FunctionModule = {
  get: functionOf(["key", "default", "delimiter", "ordered"], (given, { grains }) =>
    gotten(grains, given, given.value("default", ""), false, false),
  ),
  item: functionOf(["key", "key2", "key3"], (given, { grains }) => {
    const found: ValueMap = new Map();
    for (const name of ["key", "key2", "key3"]) {
      if (given.has(name)) found.set(given.value(name), traverse(grains, given.value(name)) ?? "");
    }
    return found;
  }),
  items: functionOf([], (_given, { grains }) => grains, { more: true }),
  ls: functionOf([], (_given, { grains }) => [...grains.keys()].sort()),
  has_value: functionOf(["key"], (given, { grains }) => isTrue(traverse(grains, given.value("key")) ?? null)),
  equals: functionOf(
    ["key", "value"],
    (given, { grains }) => String(given.value("value")) === String(traverse(grains, given.value("key")) ?? ""),
  ),
  fetch: functionOf(["key", "default"], (given, { grains }) =>
    gotten(grains, given, given.value("default", ""), false, false),
  ),
  filter_by: functionOf(["lookup_dict", "grain", "merge", "default", "base"], (given, { grains }) =>
    filterBy(given, traverse(grains, given.value("grain", "os_family")) ?? []),
  ),
};

export const configFunctions: FunctionModule = {
  get: functionOf(
    ["key", "default", "delimiter", "merge", "omit_opts", "omit_grains", "omit_pillar", "omit_master", "wildcard"],
    (given, { opts, grains, pillar }) => {
      const places = [
        given.flag("omit_opts") ? null : opts,
        given.flag("omit_grains") ? null : grains,
        given.flag("omit_pillar") ? null : pillar,
      ].filter((place) => place !== null);
      const standard = given.value("default", "");
      if (given.value("merge") !== null) {
        const deep = given.value("merge") !== "overwrite";
        let all: ValueMap = new Map();
        for (const place of places.reverse())
          all = mergePillar(all, place, { strategy: deep ? "recurse" : "aggregate", lists: false, renderer: "" });
        return gotten(all, given, standard, false, false);
      }
      for (const place of places) {
        const found = traverse(place, given.value("key"), given.text("delimiter", ":"));
        if (found !== undefined) return found;
      }
      return standard;
    },
  ),
  option: functionOf(
    ["value", "default"],
    (given, { opts, pillar }) => {
      const key = given.value("value");
      return opts.get(key) ?? pillar.get(key) ?? given.value("default", "");
    },
    { more: true },
  ),
};

export const slsutilFunctions: FunctionModule = {
  update: functionOf(["dest", "upd", "recursive_update", "merge_lists"], (given) => {
    const [dest, upd] = [given.map("dest"), given.map("upd")];
    return given.flag("recursive_update", true)
      ? mergeDeep(dest, upd, given.flag("merge_lists"))
      : new Map([...dest, ...upd]);
  }),
  merge: functionOf(["obj_a", "obj_b", "strategy", "renderer", "merge_lists"], (given) =>
    mergePillar(given.map("obj_a"), given.map("obj_b"), merging(given)),
  ),
  merge_all: functionOf(["lst", "strategy", "renderer", "merge_lists"], (given) => {
    const list = given.value("lst");
    if (!Array.isArray(list) || !list.every(isMap))
      throw new Error("slsutil.merge_all(): 'lst' has to be a list of dictionaries");
    return list.reduce<ValueMap>((merged, one) => mergePillar(merged, one, merging(given)), new Map());
  }),
  boolstr: functionOf(["value", "true", "false"], (given) =>
    isTrue(given.value("value")) ? given.value("true", "true") : given.value("false", "false"),
  ),
};

export const defaultsFunctions: FunctionModule = {
  merge: functionOf(["dest", "src", "merge_lists", "in_place", "convert_none"], (given) =>
    mergeDeep(given.mapOrNull("dest") ?? new Map(), given.mapOrNull("src") ?? new Map(), given.flag("merge_lists")),
  ),
  deepcopy: functionOf(["source"], (given) => structuredCopy(given.value("source"))),
  update: functionOf(["dest", "defaults", "merge_lists", "in_place", "convert_none"], (given) => {
    const defaults = given.mapOrNull("defaults") ?? new Map<Value, Value>();
    const lists = given.flag("merge_lists", true);
    return new Map(
      [...given.map("dest")].map(([key, own]): [Value, Value] => [
        key,
        isMap(own) ? mergeDeep(defaults, own, lists) : own,
      ]),
    );
  }),
};

function merging(given: Parameters) {
  return {
    strategy: given.text("strategy", "smart"),
    renderer: given.text("renderer", "yaml"),
    lists: given.flag("merge_lists"),
  };
}

function gotten(data: Value, given: Parameters, standard: Value, merge: boolean, lists: boolean): Value {
  const found = traverse(data, given.value("key"), given.text("delimiter", ":"));
  if (merge && isMap(standard) && isMap(found)) return mergeDeep(standard, found, lists);
  if (merge && Array.isArray(standard) && Array.isArray(found)) {
    return [...standard, ...found.filter((one) => !standard.some((known) => sameValue(known, one)))];
  }
  return found ?? standard;
}

function keysOf(value: Value | undefined): Value {
  if (!isMap(value)) throw new Error("Pillar value in query is not a dictionary");
  return [...value.keys()];
}

/** @source salt/utils/data.py, filter_by */
export function filterBy(given: Parameters, looked: Value): Value {
  const lookup = given.map("lookup_dict");
  const found = firstMatch(lookup, looked);
  let chosen: Value | undefined = found ?? lookup.get(given.value("default", "default"));
  const base = given.value("base");
  const common = base === null ? undefined : lookup.get(base);
  if (common !== undefined) {
    if (chosen === undefined || chosen === null) chosen = common;
    else if (isMap(common)) {
      if (!isMap(chosen)) throw new Error("filter_by default and look-up values must both be dictionaries.");
      chosen = mergeDeep(common, chosen, false);
    }
  }
  const merge = given.value("merge");
  if (!isTrue(merge)) return chosen ?? null;
  if (!isMap(merge)) throw new Error("filter_by merge argument must be a dictionary.");
  return isMap(chosen) ? mergeDeep(chosen, merge, false) : merge;
}

function firstMatch(lookup: ValueMap, looked: Value): Value | undefined {
  for (const each of Array.isArray(looked) ? looked : [looked]) {
    const text = String(each);
    for (const [key, value] of lookup) {
      if (value !== null && (text === String(key) || globMatcher(String(key))(text))) return value;
    }
  }
  return undefined;
}

/** As Python takes a value for true. */
export function isTrue(value: Value): boolean {
  if (isMap(value)) return value.size > 0;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  return Boolean(typeof value === "object" && value !== null && "value" in value ? value.value : value);
}

function structuredCopy(value: Value): Value {
  if (Array.isArray(value)) return value.map(structuredCopy);
  return isMap(value) ? new Map([...value].map(([key, one]) => [key, structuredCopy(one)])) : value;
}
