import { globMatcher } from "@salina/targeting";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import { mergeDeep } from "../merge.js";
import { isTrue } from "./truth.js";

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
