import { pcreMatcher, type TextMatcher } from "@salina/targeting";

const known = new Map<string, TextMatcher>();
const maxKnown = 1000;

/**
 * Whether a regular expression of the config matches all of a text. Stock anchors such expressions at their beginning
 * only, so that `web` there also lets in `web-of-somebody-else`. An expression that cannot be read matches nothing, and
 * nothing matches a text with a line end: no id and no function has one, and `$` would stand before it.
 */
export function wholeMatch(expression: string, text: string): boolean {
  if (text.includes("\n")) return false;
  let matcher = known.get(expression);
  if (!matcher) {
    const flags = /^\(\?[aiLmsux]+\)/.exec(expression)?.[0] ?? "";
    // Alone it has to be an expression: `a)|(b` must not become one inside the brackets.
    const whole = pcreMatcher(expression).ok
      ? pcreMatcher(`${flags}(?:${expression.slice(flags.length)})\\Z`)
      : undefined;
    matcher = whole?.ok ? whole.value : () => false;
    if (known.size >= maxKnown) known.clear();
    known.set(expression, matcher);
  }
  return matcher(text);
}
