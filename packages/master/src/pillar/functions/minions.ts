import { isMap, type Value, type ValueMap } from "@salina/wire";
import { type FunctionContext, type FunctionModule, functionOf, type MasterFunction } from "./master-function.js";

function matches(type: string): MasterFunction {
  return functionOf(["tgt", "minion_id", "delimiter"], (given, context) => {
    const minion = given.value("minion_id");
    const target = given.value("tgt");
    const expression = Array.isArray(target) ? target.map(String).join(",") : given.text("tgt");
    // Only of the one minion that the pillar is for are grains and pillar known here.
    if (minion !== null && minion !== context.minion) {
      throw new Error(
        `match.${type}: nothing is known here of ${String(minion)}, only of the minion that the pillar is for`,
      );
    }
    return isMatch(context, type, expression);
  });
}

function isMatch({ matches: match }: FunctionContext, type: string, expression: string): boolean {
  const matched = match(type, expression);
  if (!matched.ok) throw new Error(matched.reason);
  return matched.value;
}

export const matchFunctions: FunctionModule = {
  glob: matches("glob"),
  pcre: matches("pcre"),
  list: matches("list"),
  grain: matches("grain"),
  grain_pcre: matches("grain_pcre"),
  pillar: matches("pillar"),
  pillar_pcre: matches("pillar_pcre"),
  ipcidr: matches("ipcidr"),
  compound: matches("compound"),
  filter_by: functionOf(["lookup", "tgt_type", "minion_id", "merge", "merge_lists", "default"], (given, context) => {
    const lookup = given.map("lookup");
    const type = given.text("tgt_type", "compound");
    const found = [...lookup].find(([expression]) => isMatch(context, type, String(expression)));
    return found?.[1] ?? lookup.get(given.value("default", "default")) ?? null;
  }),
};

/** What minions offer each other; the daemon has it. */
export const mineFunctions: FunctionModule = {
  get: functionOf(["tgt", "fun", "tgt_type", "exclude_minion"], (given, { askMaster, minion }) => {
    const answer = askMaster(
      "mine.get",
      mineQuestion(given.value("tgt"), given.value("fun"), given.value("tgt_type", "glob")),
    );
    if (given.flag("exclude_minion") && isMap(answer)) answer.delete(minion);
    return answer;
  }),
};

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

function mineQuestion(target: Value, fun: Value, type: Value): ValueMap {
  return new Map<Value, Value>([
    ["tgt", target],
    ["fun", fun],
    ["tgt_type", type],
  ]);
}

export const cpFunctions: FunctionModule = {
  get_file_str: functionOf(["path", "saltenv"], (given, { files }) => {
    const path = given.text("path").replace(/^salt:\/\//, "");
    return files.read(path, given.text("saltenv", "base"))?.text ?? false;
  }),
};
