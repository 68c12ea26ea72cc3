import { isMap, type Value } from "@salina/wire";
import { mergeDeep } from "../merge.js";
import { type FunctionModule, functionOf } from "./master-function.js";

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

function structuredCopy(value: Value): Value {
  if (Array.isArray(value)) return value.map(structuredCopy);
  return isMap(value) ? new Map([...value].map(([key, one]) => [key, structuredCopy(one)])) : value;
}
