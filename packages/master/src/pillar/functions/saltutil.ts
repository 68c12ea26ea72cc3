import type { Value } from "@salina/wire";
import { type FunctionModule, functionOf } from "./master-function.js";
import { mineQuestion } from "./mine.js";

/** The way that Salt's own documentation shows: `salt['saltutil.runner']('mine.get', tgt=..., fun=...)`. */
export const saltutilFunctions: FunctionModule = {
  runner: functionOf(["name", "tgt", "fun", "tgt_type", "arg", "kwarg"], (given, { askMaster }) => {
    const name = given.text("name");
    if (name !== "mine.get") throw new Error(`saltutil.runner: '${name}' is not available in pillar`);
    const kwarg = given.mapOrNull("kwarg");
    const arg = given.value("arg");
    const args = Array.isArray(arg) ? arg : [];
    const named = (key: string, at: number, standard: Value = null) =>
      given.given(key) ?? kwarg?.get(key) ?? args[at] ?? standard;
    return askMaster("mine.get", mineQuestion(named("tgt", 0), named("fun", 1), named("tgt_type", 2, "glob")));
  }),
};
