const arrow = "    <======================";
/** Those of Python's `splitlines` that a readable document can hold. */
const lineEnds = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;

/**
 * The lines around one line, with Salt's arrow at it; the whole text where it has no such line.
 * @source salt/utils/stringutils.py, get_context
 */
export function contextLines(text: string, line: number, around = 5): string {
  const lines = text.split(lineEnds);
  if (lines.at(-1) === "") lines.pop();
  if (line > lines.length) return text;
  const start = Math.max(0, line - around - 1);
  const end = Math.min(lines.length, line + around);
  const shown = lines.slice(start, end).map((one, n) => (start + n + 1 === line ? one + arrow : one));
  return ["---", ...(start > 0 ? ["[...]"] : []), ...shown, ...(end < lines.length ? ["[...]"] : []), "---"].join("\n");
}
