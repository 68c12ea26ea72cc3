export { globMatcher } from "./glob.js";
export { maxPatternBytes, pcreMatcher, type TextMatcher } from "./pcre.js";
export type { Result } from "./result.js";
export { sortedIds } from "./sorted-ids.js";
export { type CompiledTarget, compileTarget, matchTarget, type TargetMatch, type TargetSpec } from "./target.js";
export { TargetCache } from "./target-cache.js";
