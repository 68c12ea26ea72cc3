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
