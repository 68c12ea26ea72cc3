/** Pattern languages of ids, given by `@salina/targeting`. */
export interface Matchers {
  readonly glob: (pattern: string) => (id: string) => boolean;
  /** Python's `re.match`; null: the pattern is no regular expression that can be used. */
  readonly regex: (pattern: string) => ((id: string) => boolean) | null;
}

/**
 * Lines of an autosign or autoreject file: each is an exact id, an fnmatch glob and, where it is one, a regular
 * expression that has to match the whole id. Stock anchors the first and the last alternative of `a|b` only;
 * here every alternative is anchored, so that such a line never accepts more than it says.
 * @source salt/utils/stringutils.py, expr_match
 */
export function compileIdExpressions(lines: readonly string[], matchers: Matchers): (id: string) => boolean {
  const exact = new Set(lines);
  const patterns = lines.flatMap((line) => {
    const regex = wholeRegex(line, matchers);
    const glob = /[*?[]/.test(line) ? [matchers.glob(line)] : [];
    return regex === null ? glob : [...glob, regex];
  });
  return (id) => exact.has(id) || patterns.some((matches) => matches(id));
}

function wholeRegex(line: string, matchers: Matchers): ((id: string) => boolean) | null {
  // Plain ids are the usual lines of a long file. A dot stays a pattern: `web.1` matches `web-1` in stock, too.
  if (/^[A-Za-z0-9_-]*$/.test(line)) return null;
  // The line alone has to be an expression: `a)|(b` must not become one inside the brackets.
  if (matchers.regex(line) === null) return null;
  const flags = /^\(\?[aiLmsux]+\)/.exec(line)?.[0] ?? "";
  return matchers.regex(`${flags}(?:${line.slice(flags.length)})\\Z`);
}
