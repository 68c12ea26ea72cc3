import type { ValueMap } from "@salina/wire";
import { mergePillar } from "../merge.js";
import { gotten } from "./gotten.js";
import { type FunctionModule, functionOf } from "./master-function.js";
import { traverse } from "./traverse.js";

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
