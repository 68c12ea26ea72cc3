import { isMap, type Value } from "@salina/wire";
import { gotten } from "./gotten.js";
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

function keysOf(value: Value | undefined): Value {
  if (!isMap(value)) throw new Error("Pillar value in query is not a dictionary");
  return [...value.keys()];
}
