import { type MinionFacts, matchesMinion, type TargetSpec } from "@salina/targeting";
import type { Value } from "@salina/wire";
import { readNodegroups } from "../minions/nodegroups.js";
import type { MatchesMinion } from "./compilation.js";

/** Types of target that stand in top files as `match: ...`. */
const types: readonly TargetSpec["type"][] = [
  "compound",
  "glob",
  "pcre",
  "list",
  "grain",
  "grain_pcre",
  "pillar",
  "pillar_pcre",
  "pillar_exact",
  "nodegroup",
  "ipcidr",
];

/** Who is meant by a top file, as the minion itself would say it. @param nodegroups as in the config */
export function minionMatcher(nodegroups: Value): (facts: MinionFacts) => MatchesMinion {
  const context = { nodegroups: readNodegroups(nodegroups) };
  return (facts) => (named, expression) => {
    const type = types.find((one) => one === named);
    return type
      ? matchesMinion({ type, expression }, facts, context)
      : { ok: false, reason: `there is no matcher '${named}'` };
  };
}
