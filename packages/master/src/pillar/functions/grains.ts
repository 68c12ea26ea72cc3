import type { ValueMap } from "@salina/wire";
import { filterBy } from "./filter-by.js";
import { gotten } from "./gotten.js";
import { type FunctionModule, functionOf } from "./master-function.js";
import { traverse } from "./traverse.js";
import { isTrue } from "./truth.js";

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
