import { globMatcher } from "./glob.js";
import { maxPatternBytes, pcreMatcher, type TextMatcher } from "./pcre.js";
import { ok, type Result, refused } from "./result.js";
import { sortedIds } from "./sorted-ids.js";

/** Salt's `tgt_type` and `tgt`. A list is an array, or text with commas. */
export interface TargetSpec {
  readonly type: "glob" | "pcre" | "list";
  readonly expression: string | readonly string[];
}

export interface TargetMatch {
  /** Sorted as stock does, upper and lower case together. */
  readonly minions: readonly string[];
  /** Ids of a list that are no candidates. */
  readonly missing: readonly string[];
}

export interface CompiledTarget {
  match(candidates: readonly string[]): TargetMatch;
}

/** @source salt/utils/minions.py, class CkMinions */
export function compileTarget(target: TargetSpec): Result<CompiledTarget> {
  const { type, expression } = target;
  if (type === "list") return ok(listTarget(typeof expression === "string" ? expression.split(",") : expression));
  if (typeof expression !== "string") return refused(`a ${type} target is one pattern, not a list`);
  if (type === "pcre") {
    const matcher = pcreMatcher(expression);
    return matcher.ok ? ok(patternTarget(matcher.value)) : matcher;
  }
  if (Buffer.byteLength(expression) > maxPatternBytes) {
    return refused(`the pattern is longer than ${maxPatternBytes} bytes`);
  }
  return ok(patternTarget(globMatcher(expression)));
}

/** As stock, a target that cannot be read matches nobody; `compileTarget` says why. */
export function matchTarget(target: TargetSpec, candidates: readonly string[]): TargetMatch {
  const compiled = compileTarget(target);
  return compiled.ok ? compiled.value.match(candidates) : { minions: [], missing: [] };
}

function patternTarget(matches: TextMatcher): CompiledTarget {
  return { match: (candidates) => ({ minions: sortedIds(candidates.filter(matches)), missing: [] }) };
}

/** Ids are compared whole; a minion that gets the list as text also takes a part of it for its own id. */
function listTarget(wanted: readonly string[]): CompiledTarget {
  const ids = new Set(wanted.filter((id) => id !== ""));
  return {
    match(candidates) {
      const known = new Set(candidates);
      const all = [...ids];
      return {
        minions: sortedIds(all.filter((id) => known.has(id))),
        missing: sortedIds(all.filter((id) => !known.has(id))),
      };
    },
  };
}
