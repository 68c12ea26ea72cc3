import type { Value } from "@salina/wire";
import type { FunctionParameter } from "../../functions/master-function.js";
import type { Parameters } from "../parameters.js";
import type { RunnerContext } from "../runner.js";

export const wantedPillar: readonly FunctionParameter[] = [
  { name: "minion", doc: "Glob of minion ids.", type: "text", default: "*" },
  { name: "saltenv", doc: "As the minion asked for it.", type: "text", default: null },
  { name: "pillarenv", doc: "As the minion asked for it.", type: "text", default: null },
];

export async function minionsOf(given: Parameters, { resolve }: RunnerContext): Promise<readonly string[]> {
  return await resolve({ type: "glob", expression: given.text("minion") }, { greedy: false, exactPillar: false });
}

export function cachedPillar(given: Parameters, { pillars }: RunnerContext, id: string): Value | undefined {
  return pillars.cached(id, { saltenv: given.textOrNull("saltenv"), pillarenv: given.textOrNull("pillarenv") });
}
