import { targetTypes } from "@salina/api";
import { type MinionFacts, matchesMinion } from "@salina/targeting";
import type { Value } from "@salina/wire";
import { readNodegroups } from "../minions/nodegroups.js";
import type { MatchesMinion } from "./compilation.js";

/** Who is meant by a top file, as the minion itself would say it. @param nodegroups as in the config */
export function minionMatcher(nodegroups: Value): (facts: MinionFacts) => MatchesMinion {
  const context = { nodegroups: readNodegroups(nodegroups) };
  return (facts) => (named, expression) => {
    const type = targetTypes.find((one) => one === named && one !== "range");
    return type
      ? matchesMinion({ type, expression }, facts, context)
      : { ok: false, reason: `there is no matcher '${named}'` };
  };
}
