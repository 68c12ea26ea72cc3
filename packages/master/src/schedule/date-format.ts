import { hourOf, monthOf, timeOfDay, wallAt, weekdayOf } from "./calendar.js";
import type { DatePoint } from "./date-point.js";

/** Letters of a format that are read, with what may stand for them. */
const directives: ReadonlyMap<string, string> = new Map([
  ["Y", "\\d{4}"],
  ["y", "\\d{2}"],
  ["m", "\\d{1,2}"],
  ["d", "\\d{1,2}"],
  ["H", "\\d{1,2}"],
  ["I", "\\d{1,2}"],
  ["M", "\\d{1,2}"],
  ["S", "\\d{1,2}"],
  ["f", "\\d{1,6}"],
  ["p", "[ap]m"],
  ["b", "[a-z]{3,4}"],
  ["B", "[a-z]{3,9}"],
  ["a", "[a-z]{3,9}"],
  ["A", "[a-z]{3,9}"],
  ["z", "z|[+-]\\d\\d:?\\d\\d"],
]);

/** A date in a given format (`once_fmt`), with the letters of Python's `strptime`. Undefined: it does not fit. */
export function readFormatted(text: string, format: string): DatePoint | undefined {
  if (text.length > 200 || format.length > 200) return undefined;
  const letters: string[] = [];
  let pattern = "";
  for (const [, letter, other = ""] of format.matchAll(/%(.)|([^%]+|%)/gs)) {
    if (letter === undefined) pattern += other.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\s+/g, "\\s+");
    else if (letter === "%") pattern += "%";
    else {
      const form = directives.get(letter);
      if (form === undefined || letters.includes(letter)) return undefined;
      letters.push(letter);
      pattern += `(${form})`;
    }
  }
  const found = new RegExp(`^${pattern}$`, "i").exec(text.trim());
  return found
    ? assemble(new Map(letters.map((letter, n) => [letter, (found[n + 1] ?? "").toLowerCase()])))
    : undefined;
}

function assemble(parts: ReadonlyMap<string, string>): DatePoint | undefined {
  const digits = (letter: string) => (parts.has(letter) ? Number(parts.get(letter)) : undefined);
  const words = parts.get("a") ?? parts.get("A");
  if (words !== undefined && weekdayOf(words) === undefined) return undefined;
  const short = digits("y");
  // As Python has it: 69 is 1969.
  const year = digits("Y") ?? (short === undefined ? 1900 : short + (short < 69 ? 2000 : 1900));
  const name = parts.get("b") ?? parts.get("B");
  const month = name === undefined ? (digits("m") ?? 1) : monthOf(name);
  const half = parts.get("p");
  const twelve = digits("I");
  const hour = twelve === undefined ? (digits("H") ?? 0) : hourOf(twelve, half === "pm" ? "pm" : "am");
  const timeMs = hour === undefined ? undefined : timeOfDay(hour, digits("M") ?? 0, digits("S") ?? 0);
  if (month === undefined || timeMs === undefined) return undefined;
  const wall = wallAt(year, month, digits("d") ?? 1, timeMs);
  if (wall === undefined) return undefined;
  const zone = parts.get("z");
  if (zone === undefined) return { kind: "date", wall };
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const aheadMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { kind: "moment", at: wall - (sign === "-" ? -aheadMs : aheadMs) };
}
