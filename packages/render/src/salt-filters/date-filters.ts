import { Float, type Value } from "@salina/wire";
import type { Filter } from "../values.js";
import { define, numberOf, textArg } from "./define.js";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = "January February March April May June July August September October November December".split(" ");
const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * `strftime` in the master's time zone. Dates are numbers of seconds and texts such as `2024-01-31 12:00`; the words
 * that Salt knows where `timelib` is installed (`tomorrow`) are not known.
 * @source salt/utils/dateutils.py
 */
export function dateFilters(now: () => Date): ReadonlyMap<string, Filter> {
  const strftime = define("strftime", [["format", "%Y-%m-%d"]], (value, format) =>
    formatDate(value === null ? now() : dateOf(value), textArg(format, "the format")),
  );
  return new Map([
    ["strftime", strftime],
    ["date_format", strftime],
  ]);
}

function dateOf(value: Value): Date {
  const found = typeof value === "string" ? iso.exec(value) : null;
  if (found) {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
      .slice(1)
      .map((part) => Number(part ?? 0));
    return new Date(year, month - 1, day, hour, minute, second);
  }
  const seconds =
    typeof value === "string" && /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : numberOf(value);
  const date = new Date((seconds ?? Number.NaN) * 1000);
  if (Number.isNaN(date.getTime())) {
    throw new Error(
      `Unable to parse ${typeof value === "string" ? value : value instanceof Float ? value.value : "this"}`,
    );
  }
  return date;
}

const pad = (value: number, width = 2, fill = "0"): string => String(value).padStart(width, fill);

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getFullYear(), 0, 1);
  return (Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - start) / 86_400_000 + 1;
}

/** Year and week of ISO 8601: the week belongs to the year its Thursday is in. */
function isoWeek(date: Date): [year: number, week: number] {
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - (date.getDay() || 7));
  return [thursday.getFullYear(), Math.ceil(dayOfYear(thursday) / 7)];
}

/** @source C's strftime in the C locale */
const parts: Readonly<Record<string, (date: Date) => string>> = {
  a: (d) => (days[d.getDay()] ?? "").slice(0, 3),
  A: (d) => days[d.getDay()] ?? "",
  b: (d) => (months[d.getMonth()] ?? "").slice(0, 3),
  B: (d) => months[d.getMonth()] ?? "",
  c: (d) => formatDate(d, "%a %b %e %H:%M:%S %Y"),
  C: (d) => pad(Math.floor(d.getFullYear() / 100)),
  d: (d) => pad(d.getDate()),
  D: (d) => formatDate(d, "%m/%d/%y"),
  e: (d) => pad(d.getDate(), 2, " "),
  f: (d) => pad(d.getMilliseconds() * 1000, 6),
  F: (d) => formatDate(d, "%Y-%m-%d"),
  G: (d) => String(isoWeek(d)[0]),
  h: (d) => (months[d.getMonth()] ?? "").slice(0, 3),
  H: (d) => pad(d.getHours()),
  I: (d) => pad(d.getHours() % 12 || 12),
  j: (d) => pad(dayOfYear(d), 3),
  k: (d) => pad(d.getHours(), 2, " "),
  l: (d) => pad(d.getHours() % 12 || 12, 2, " "),
  m: (d) => pad(d.getMonth() + 1),
  M: (d) => pad(d.getMinutes()),
  n: () => "\n",
  p: (d) => (d.getHours() < 12 ? "AM" : "PM"),
  r: (d) => formatDate(d, "%I:%M:%S %p"),
  R: (d) => formatDate(d, "%H:%M"),
  s: (d) => String(Math.floor(d.getTime() / 1000)),
  S: (d) => pad(d.getSeconds()),
  t: () => "\t",
  T: (d) => formatDate(d, "%H:%M:%S"),
  u: (d) => String(d.getDay() || 7),
  U: (d) => pad(Math.floor((dayOfYear(d) + 6 - d.getDay()) / 7)),
  V: (d) => pad(isoWeek(d)[1]),
  w: (d) => String(d.getDay()),
  W: (d) => pad(Math.floor((dayOfYear(d) + 6 - ((d.getDay() + 6) % 7)) / 7)),
  x: (d) => formatDate(d, "%m/%d/%y"),
  X: (d) => formatDate(d, "%H:%M:%S"),
  y: (d) => pad(d.getFullYear() % 100),
  Y: (d) => String(d.getFullYear()),
  // Python's dates from a time stamp carry no zone.
  z: () => "",
  Z: () => "",
  "%": () => "%",
};

function formatDate(date: Date, format: string): string {
  return format.replace(/%([\s\S])/g, (whole, letter: string) =>
    Object.hasOwn(parts, letter) ? (parts[letter]?.(date) ?? whole) : whole,
  );
}
