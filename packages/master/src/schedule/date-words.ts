import { hourOf, monthOf, timeOfDay, wallAt, weekdayOf } from "./calendar.js";
import type { DatePoint } from "./date-point.js";

const number = "(\\d{1,2})";
const time = new RegExp(
  `(?<![\\d:])${number}(?::(\\d\\d)(?::(\\d\\d)(?:[.,]\\d{1,9})?)?)?\\s*([ap]\\.?m\\.?)?\\s*(z|utc|gmt|[+-]\\d\\d(?::?\\d\\d)?)?(?![\\d:])`,
  "g",
);
const word = "([a-z]{3,9})\\.?";
const ordinal = `${number}(?:st|nd|rd|th)?`;
/** Day, month and year by the number of the group, in each way of writing a date. */
const dates: readonly (readonly [form: RegExp, order: string])[] = [
  [/(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/, "ymd"],
  [/(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})/, "mdy"],
  [new RegExp(`${ordinal}[\\s-]+${word}[\\s,-]*(\\d{4})`), "dwy"],
  [new RegExp(`${word}\\s+${ordinal}[\\s,]+(\\d{4})`), "wdy"],
  [new RegExp(`${ordinal}[\\s-]+${word}`), "dw"],
  [new RegExp(`${word}\\s+${ordinal}`), "wd"],
  [/(?<![\d/])(\d{1,2})\/(\d{1,2})(?![\d/])/, "md"],
];

interface TimeFound {
  readonly timeMs: number;
  /** A time of the day is named. */
  readonly said: boolean;
  /** Minutes ahead of UTC; null: none is said. */
  readonly offsetMin: number | null;
  readonly rest: string;
}

/**
 * A time as people write it: `5:00pm`, `17:00`, `Monday 5:00pm`, `Nov 23 2026 9am`, `2026-11-23T09:00:00+01:00`. What is
 * left out is midnight, today, each week or each year. Of two numbers the first is the month, where it can be one.
 *
 * @source dateutil.parser, as salt/utils/schedule.py uses it
 */
export function readDateWords(text: string): DatePoint | undefined {
  const given = text.trim().toLowerCase();
  if (given === "" || given.length > 100) return undefined;
  const compact = /^(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?)?$/.exec(given);
  if (compact) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = compact
      .slice(1)
      .map((part = "0") => Number(part));
    const timeMs = timeOfDay(hour, minute, second);
    return timeMs === undefined ? undefined : dateOf(wallAt(year, month, day, timeMs), null);
  }
  const found = takeTime(given);
  if (found === undefined) return undefined;
  return readDate(found);
}

/** Takes the time out of the text; midnight where there is none. Undefined: it is no time of a day. */
function takeTime(text: string): TimeFound | undefined {
  for (const match of text.matchAll(time)) {
    const [whole, hourText, minute, second, half, zone] = match;
    // A number alone belongs to the date.
    if (minute === undefined && half === undefined) continue;
    const hour = hourOf(Number(hourText), half === undefined ? null : half.startsWith("a") ? "am" : "pm");
    const timeMs = hour === undefined ? undefined : timeOfDay(hour, Number(minute ?? 0), Number(second ?? 0));
    if (timeMs === undefined) return undefined;
    const rest = `${text.slice(0, match.index)} ${text.slice(match.index + whole.length)}`;
    return { timeMs, said: true, offsetMin: zone === undefined ? null : offsetMinutes(zone), rest };
  }
  return { timeMs: 0, said: false, offsetMin: null, rest: text };
}

function offsetMinutes(zone: string): number {
  const [, sign, hours, minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function readDate({ timeMs, said, offsetMin, rest }: TimeFound): DatePoint | undefined {
  // `T` between date and time, and words that mean nothing.
  let left = rest.replace(/(?<=\d)t(?=\s|$)/, " ").replace(/\b(at|on|of)\b/g, " ");
  let weekday: number | undefined;
  left = left.replace(/\b([a-z]{3,9})\b\.?,?/g, (whole: string, name: string) => {
    const found = weekdayOf(name);
    if (found === undefined || weekday !== undefined) return whole;
    weekday = found;
    return " ";
  });
  for (const [form, order] of dates) {
    const match = form.exec(left);
    if (!match) continue;
    if (!isEmpty(left.replace(match[0], ""))) return undefined;
    return pointOf(match.slice(1), order, timeMs, offsetMin);
  }
  if (!isEmpty(left) || offsetMin !== null) return undefined;
  if (weekday !== undefined) return { kind: "weekly", weekday, timeMs };
  return said ? { kind: "daily", timeMs } : undefined;
}

function isEmpty(text: string): boolean {
  return /^[\s,;.]*$/.test(text);
}

function pointOf(
  groups: readonly (string | undefined)[],
  order: string,
  timeMs: number,
  offsetMin: number | null,
): DatePoint | undefined {
  const part = (name: string) => groups[order.indexOf(name)] ?? "";
  let month = order.includes("w") ? monthOf(part("w")) : Number(part("m"));
  let day = Number(part("d"));
  if (month === undefined) return undefined;
  if (order.startsWith("md") && month > 12) [month, day] = [day, month];
  if (order.includes("y")) return dateOf(wallAt(Number(part("y")), month, day, timeMs), offsetMin);
  // 2028 has a 29th of February.
  if (wallAt(2028, month, day) === undefined || offsetMin !== null) return undefined;
  return { kind: "yearly", month, day, timeMs };
}

function dateOf(wall: number | undefined, offsetMin: number | null): DatePoint | undefined {
  if (wall === undefined) return undefined;
  return offsetMin === null ? { kind: "date", wall } : { kind: "moment", at: wall - offsetMin * 60_000 };
}
