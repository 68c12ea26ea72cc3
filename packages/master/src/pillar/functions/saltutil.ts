import type { Value, ValueMap } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import { type FunctionModule, functionOf } from "./master-function.js";
import { mineQuestion } from "./mine.js";

/** The way that Salt's own documentation shows: `salt['saltutil.runner']('mine.get', tgt=..., fun=...)`. */
export const saltutilFunctions: FunctionModule = {
  runner: functionOf(
    ["name", "tgt", "fun", "tgt_type", "arg", "kwarg"],
    (given, { askMaster, anyRunner }) => {
      const name = given.text("name");
      if (anyRunner) return askMaster("runner", runnerQuestion(name, given));
      if (name !== "mine.get") throw new Error(`saltutil.runner: '${name}' is not available in pillar`);
      const kwarg = given.mapOrNull("kwarg");
      const arg = given.value("arg");
      const args = Array.isArray(arg) ? arg : [];
      const named = (key: string, at: number, standard: Value = null) =>
        given.given(key) ?? kwarg?.get(key) ?? args[at] ?? standard;
      return askMaster("mine.get", mineQuestion(named("tgt", 0), named("fun", 1), named("tgt_type", 2, "glob")));
    },
    { collects: true },
  ),
};

/** `name`, and `arg` as runners take it: positional values, then one map of keywords. */
function runnerQuestion(name: string, given: Parameters): ValueMap {
  const arg = given.value("arg");
  const keywords = new Map<Value, Value>([...(given.mapOrNull("kwarg") ?? []), ["__kwarg__", true]]);
  for (const key of ["tgt", "fun", "tgt_type"]) if (given.has(key)) keywords.set(key, given.value(key));
  return new Map<Value, Value>([
    ["name", name],
    ["arg", [...(Array.isArray(arg) ? arg : arg === null ? [] : [arg]), keywords]],
  ]);
}
