import { isMap, sameValue, type Value } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import { mergeDeep } from "../merge.js";
import { traverse } from "./traverse.js";

/** What stands under `key`, merged with the default where that is wanted. @source salt/modules/pillar.py, get */
export function gotten(data: Value, given: Parameters, standard: Value, merge: boolean, lists: boolean): Value {
  const found = traverse(data, given.value("key"), given.text("delimiter", ":"));
  if (merge && isMap(standard) && isMap(found)) return mergeDeep(standard, found, lists);
  if (merge && Array.isArray(standard) && Array.isArray(found)) {
    return [...standard, ...found.filter((one) => !standard.some((known) => sameValue(known, one)))];
  }
  return found ?? standard;
}
