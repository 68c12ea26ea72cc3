// The table of docs/compatibility.md from what the tests have recorded.

const begin = "<!-- matrix: begin -->";
const end = "<!-- matrix: end -->";

/** @param {string} text @param {string} table */
export function replaceBetweenMarkers(text, table) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`there is no ${begin} ... ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n${text.slice(to)}`;
}

/**
 * @param {readonly {
 *   release: string, era: number, python: string | null, date: string, notRun: string | null, relaxed: readonly string[],
 *   cases: Record<string, { outcome: "ok" } | { outcome: "failed", why: string }>,
 *   features?: Record<string, { outcome: "ok" } | { outcome: "failed", why: string }>,
 *   secondsUntilItAnswersAgain: number | null }[]} records
 */
export function renderMatrix(records) {
  const names = [...new Set(records.flatMap((record) => Object.keys(record.cases)))];
  const features = [...new Set(records.flatMap((record) => Object.keys(record.features ?? {})))];
  const rows = records.map((record) => [
    record.release,
    record.python ?? "-",
    String(record.era),
    record.notRun === null ? outcome(record.cases, names) : `not run: ${oneLine(record.notRun)}`,
    record.notRun === null ? outcome(record.features ?? {}, features) : "-",
    record.secondsUntilItAnswersAgain?.toFixed(1) ?? "-",
    record.date,
    record.relaxed.length === 0 ? "" : `without ${record.relaxed.map((each) => `\`${each}\``).join(", ")}`,
  ]);
  const heads = ["salt-minion", "Python", "era", "cases", "features", "s after kill -9", "date", "remark"];
  const lines = [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return [...lines, "", "The cases:", "", ...numbered(names), "", "The features:", "", ...numbered(features), ""].join(
    "\n",
  );
}

const numbered = (names) => names.map((name, index) => `${index + 1}. ${name}`);

function outcome(cases, names) {
  const ok = names.filter((name) => cases[name]?.outcome === "ok");
  const others = names.flatMap((name, index) => {
    const result = cases[name];
    if (result?.outcome === "ok") return [];
    return [result ? `${index + 1} failed: ${oneLine(result.why)}` : `${index + 1} not run`];
  });
  return others.length === 0 ? `all ${names.length} ok` : `${ok.length} of ${names.length} ok; ${others.join("; ")}`;
}

function oneLine(text) {
  const line = text.split("\n")[0].replaceAll("|", "\\|");
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
