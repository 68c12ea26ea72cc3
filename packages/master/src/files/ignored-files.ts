import { globMatcher, pcreMatcher, type TextMatcher } from "@salina/targeting";

export interface IgnoreRules {
  /** `file_ignore_regex`: found anywhere in the path. */
  readonly expressions: readonly string[];
  /** `file_ignore_glob`: of the whole path. */
  readonly globs: readonly string[];
}

/** Whether a path is kept from minions. @throws RangeError with the expression that cannot be read */
export function ignoredFiles({ expressions, globs }: IgnoreRules): TextMatcher {
  const matchers = [...expressions.map(anywhere), ...globs.map((glob) => globMatcher(glob))];
  return (path) => matchers.some((matches) => matches(path));
}

function anywhere(expression: string): TextMatcher {
  const flags = /^\(\?[aiLmsux]+\)/.exec(expression)?.[0] ?? "";
  const alone = pcreMatcher(expression);
  const matcher = alone.ok ? pcreMatcher(`${flags}[\\s\\S]*?(?:${expression.slice(flags.length)})`) : alone;
  if (!matcher.ok) throw new RangeError(`file_ignore_regex: ${expression}: ${matcher.reason}`);
  return matcher.value;
}
