import { pyStr, sortedValues, type Value, type ValueMap } from "@salina/wire";
import { OutputFailure, type OutputSettings, type Outputter, withoutEscapes } from "./outputter.js";

const columnWidth = 50;

/** Lists as tables with frames; of everything else only where it stands. @source salt/output/table_out.py */
export const table: Outputter = (value, settings, context) => lines(value, context.indent ?? 0, settings).join("\n");

function lines(value: Value, indent: number, settings: OutputSettings): string[] {
  if (Array.isArray(value)) return tableLines(value, null, indent, settings);
  if (!(value instanceof Map)) return [];
  const { DARK_GRAY, ENDC } = settings.colors;
  const blanks = " ".repeat(indent);
  return sortedEntries(value).flatMap(([key, inner]) => [
    `${blanks}${DARK_GRAY}${withoutEscapes(pyStr(key), settings)}${ENDC}:`,
    `${blanks}${DARK_GRAY}----------${ENDC}`,
    ...(Array.isArray(inner) ? tableLines(inner, null, indent, settings) : lines(inner, indent + 4, settings)),
  ]);
}

/** @param labels the head of the columns; null: the keys of the first row where it has keys */
export function tableLines(
  rows: readonly Value[],
  labels: readonly string[] | null,
  indent: number,
  settings: OutputSettings,
): string[] {
  const [first] = rows;
  if (first === undefined || rows.some((row) => kindOf(row) !== kindOf(first))) return [];
  const cells = rows.map(cellsOf);
  const head = labels ?? (first instanceof Map ? sortedEntries(first).map(([key]) => title(pyStr(key))) : null);
  return framed(head === null ? cells : [head, ...cells], indent + 4, settings);
}

function kindOf(value: Value): string {
  return value instanceof Map ? "map" : Array.isArray(value) ? "list" : typeof value;
}

function cellsOf(row: Value): string[] {
  if (row instanceof Map) return sortedEntries(row).map(([, value]) => pyStr(value));
  if (Array.isArray(row) && row.every((cell) => typeof cell === "string")) return [...row];
  if (typeof row === "string") return [row];
  throw new OutputFailure("no rows of a table");
}

function framed(rows: readonly (readonly string[])[], indent: number, settings: OutputSettings): string[] {
  const { LIGHT_GRAY, WHITE, ENDC } = settings.colors;
  const logical = rows.map(physicalRows);
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...logical.flat().map((row) => [...(row[column] ?? "")].length)),
  );
  const blanks = " ".repeat(indent);
  const total = 4 + widths.reduce((sum, width) => sum + width, 0) + 3 * (count - 1);
  const rule = `${blanks}${LIGHT_GRAY}${"-".repeat(total)}${ENDC}`;
  const body = logical.flatMap((physical) => [
    ...physical.map((row) => {
      const cells = widths.map((width, column) => centred(row[column] ?? "", width));
      return `${blanks}${WHITE}| ${withoutEscapes(cells.join(" | "), settings)} |${ENDC}`;
    }),
    rule,
  ]);
  return [rule, ...body];
}

/** Cells wrapped at blanks, side by side. */
function physicalRows(row: readonly string[]): string[][] {
  const wrapped = row.map((cell) => wrap(cell).split("\n"));
  const height = Math.max(...wrapped.map((cell) => cell.length));
  return Array.from({ length: height }, (_, at) => wrapped.map((cell) => cell[at] ?? ""));
}

function wrap(cell: string): string {
  const [first = "", ...words] = cell.split(" ");
  return words.reduce((text, word) => {
    const last = text.slice(text.lastIndexOf("\n") + 1).length;
    const next = (word.split("\n")[0] ?? "").length;
    return `${text}${last + next >= columnWidth ? "\n" : " "}${word}`;
  }, first);
}

/** As Python's `str.center`: the odd blank goes left where the width is odd. */
function centred(text: string, width: number): string {
  const room = width - [...text].length;
  if (room <= 0) return text;
  const left = Math.floor(room / 2) + (room & width & 1);
  return " ".repeat(left) + text + " ".repeat(room - left);
}

function title(key: string): string {
  return key
    .replaceAll("_", " ")
    .replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

function sortedEntries(map: ValueMap): [Value, Value][] {
  const entries = sortedValues([...map], ([key]) => key);
  if (!entries) throw new OutputFailure("keys of several types cannot be sorted");
  return entries;
}
