export { expandForPublish, rangeExpressions } from "./expand-for-publish.js";
export { type MinionFacts, type Nodegroups, noNodegroups, type TargetContext } from "./facts.js";
export { globMatcher } from "./glob.js";
export { maxPatternBytes, pcreMatcher, type TextMatcher } from "./pcre.js";
export type { Refused, Result } from "./result.js";
export { sortedIds } from "./sorted-ids.js";
export {
  type CompiledTarget,
  compileForMinion,
  compileTarget,
  type MatchOptions,
  type MinionMatcher,
  matchesMinion,
  matchTarget,
  type TargetMatch,
  type TargetSpec,
  unknownFacts,
} from "./target.js";
export { TargetCache } from "./target-cache.js";
export { traverse } from "./traverse.js";
