import { RE2JS, RE2JSException } from "re2js";
import { emitRe2 } from "./python-regex/emit.js";
import { parsePythonRegex } from "./python-regex/parse.js";
import { type Plan, planMatch } from "./python-regex/plan.js";
import { Refusal } from "./python-regex/refusal.js";
import { ok, type Result, refused } from "./result.js";

export const maxPatternBytes = 1024;

export type TextMatcher = (text: string) => boolean;

/**
 * Whether a text matches a Python regular expression at its start, as `re.match` says. Time is linear in the text,
 * whatever the pattern; what cannot be done in linear time is refused by name (docs/adr/0002).
 *
 * For text that is not ASCII, `\b` and `\B` know only ASCII word characters.
 */
export function pcreMatcher(pattern: string): Result<TextMatcher> {
  if (Buffer.byteLength(pattern) > maxPatternBytes) {
    return refused(`the pattern is longer than ${maxPatternBytes} bytes`);
  }
  try {
    return ok(build(planMatch(parsePythonRegex(pattern))));
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    if (error instanceof RE2JSException) return refused(`the pattern is too large (${error.message})`);
    throw error;
  }
}

function build(plan: Plan): TextMatcher {
  switch (plan.kind) {
    case "match": {
      const { text, needsLookBehind } = emitRe2(plan.node);
      const engine = RE2JS.compile(`\\A(?:${text})`, needsLookBehind ? RE2JS.LOOKBEHINDS : 0);
      return (candidate) => engine.test(candidate);
    }
    case "all": {
      const parts = plan.of.map(build);
      return (candidate) => parts.every((part) => part(candidate));
    }
    case "any": {
      const parts = plan.of.map(build);
      return (candidate) => parts.some((part) => part(candidate));
    }
    case "not": {
      const part = build(plan.of);
      return (candidate) => !part(candidate);
    }
  }
}
