import { isMap, type Value, type ValueMap } from "@salina/wire";
import { globMatcher } from "./glob.js";
import { maxPatternBytes, pcreMatcher, type TextMatcher } from "./pcre.js";
import { maxTextLength, pythonStr } from "./python-str.js";
import { ok, type Result, refused } from "./result.js";
import { traverse } from "./traverse.js";
import { Work } from "./work.js";

/** How the last part of `key:pattern` is compared. */
export type Comparison = "glob" | "pcre" | "exact";

/** More parts than any real path has: each costs a walk through the data. */
const maxParts = 64;
const patternCost = 4;
const pcreCost = 8;

/**
 * Whether a minion's grains or pillar have what `key:pattern` asks for. The longest path is tried first: `a:b:c` is `c`
 * at `a:b`, then `b:c` at `a`. Upper and lower case are the same in values, not in keys. Values are compared as the
 * text that Python's `str` makes of them; of a list one member, of a map one key is enough.
 *
 * The pattern is lower-cased as a whole, as minions do it: `\D` in a regular expression means `\d`.
 * @source salt/utils/data.py, subdict_match
 */
export function subdictMatcher(
  expression: string,
  delimiter: string,
  comparison: Comparison,
): Result<(data: ValueMap, work: Work) => boolean> {
  if (Buffer.byteLength(expression) > maxPatternBytes) {
    return refused(`the pattern is longer than ${maxPatternBytes} bytes`);
  }
  const parts = expression.split(delimiter);
  if (parts.length < 2) return refused(`it has to be key${delimiter}pattern`);
  if (parts.length > maxParts || expression.split(":").length > maxParts) {
    return refused(`the path has more than ${maxParts} parts`);
  }
  const search = new SubdictSearch(comparison);
  if (comparison === "pcre") {
    const pattern = search.pattern(withoutWildcards(expression.slice((parts[0] ?? "").length + delimiter.length)));
    if (!pattern.ok) return pattern;
  }
  return ok((data, work) => search.run(data, expression, delimiter, work));
}

function withoutWildcards(pattern: string): string {
  return pattern.replace(/^(?:\*:)+/, "");
}

class SubdictSearch {
  readonly #comparison: Comparison;
  readonly #patterns = new Map<string, Result<TextMatcher>>();
  #work: Work = new Work();

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  /** @throws TooMuchWork */
  run(data: ValueMap, expression: string, delimiter: string, work: Work): boolean {
    this.#work = work;
    return this.#subdict(data, expression, delimiter);
  }

  pattern(text: string): Result<TextMatcher> {
    const known = this.#patterns.get(text);
    if (known) return known;
    const made = makePattern(text.toLowerCase(), this.#comparison);
    this.#patterns.set(text, made);
    return made;
  }

  #subdict(data: ValueMap, expression: string, delimiter: string): boolean {
    const parts = expression.split(delimiter);
    for (let size = parts.length - 1; size > 0; size--) {
      this.#work.spend(1);
      const everything = size === 1 && parts[0] === "*";
      const found = everything ? data : traverse(data, parts.slice(0, size));
      if (found === undefined) continue;
      const pattern = everything ? expression : parts.slice(size).join(delimiter);
      if (isMap(found)) {
        if (found.size > 0 && this.#inMap(found, pattern)) return true;
      } else if (Array.isArray(found)) {
        if (found.some((member) => (isMap(member) && this.#inMap(member, pattern)) || this.#is(member, pattern))) {
          return true;
        }
      } else if (this.#is(found, pattern)) return true;
    }
    return false;
  }

  #inMap(target: ValueMap, given: string): boolean {
    const wildcard = given.startsWith("*:");
    const pattern = wildcard ? given.slice(2) : given;
    if (pattern === "*" || target.has(pattern)) return true;
    for (const key of target.keys()) if (this.#is(key, pattern)) return true;
    // Below the first map the delimiter is always a colon.
    if (this.#subdict(target, pattern, ":")) return true;
    return wildcard && this.#inAnyValue(target, pattern);
  }

  #inAnyValue(target: ValueMap, pattern: string): boolean {
    for (const value of target.values()) {
      if (isMap(value)) {
        if (this.#inMap(value, pattern)) return true;
      } else if (Array.isArray(value)) {
        if (value.some((item) => this.#is(item, pattern))) return true;
      } else if (this.#is(value, pattern)) return true;
    }
    return false;
  }

  #is(value: Value, pattern: string): boolean {
    const matcher = this.pattern(pattern);
    this.#work.spend(1);
    if (!matcher.ok) return false;
    // The usual way to ask whether there is anything: true however long it is.
    if (pattern === "*" && this.#comparison === "glob") return true;
    const text = pythonStr(value);
    this.#work.spend(((text?.length ?? maxTextLength) >> 4) * (this.#comparison === "pcre" ? pcreCost : patternCost));
    return text !== undefined && matcher.value(text.toLowerCase());
  }
}

function makePattern(text: string, comparison: Comparison): Result<TextMatcher> {
  if (comparison === "pcre") return pcreMatcher(text);
  return ok(comparison === "glob" ? globMatcher(text) : (value) => value === text);
}
