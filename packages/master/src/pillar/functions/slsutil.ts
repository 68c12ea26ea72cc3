import { isMap, type ValueMap } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import { mergeDeep, mergePillar } from "../merge.js";
import { type FunctionModule, functionOf } from "./master-function.js";
import { isTrue } from "./truth.js";

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

function merging(given: Parameters) {
  return {
    strategy: given.text("strategy", "smart"),
    renderer: given.text("renderer", "yaml"),
    lists: given.flag("merge_lists"),
  };
}
