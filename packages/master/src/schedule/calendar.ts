import type { WallMs } from "./zone.js";

/** A clock's reading; undefined: there is no such day or time. Months from 1. */
export function wallAt(year: number, month: number, day: number, timeMs = 0): WallMs | undefined {
  if (year < 1970 || year > 9999) return undefined;
  const at = new Date(Date.UTC(year, month - 1, day));
  const isReal = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal ? at.getTime() + timeMs : undefined;
}

/** Since midnight; undefined: there is no such time. */
export function timeOfDay(hour: number, minute = 0, second = 0): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** 0 to 23; undefined: a clock of twelve hours has no such hour. */
export function hourOf(hour: number, half: "am" | "pm" | null): number | undefined {
  if (half === null) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === "pm" ? 12 : 0);
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const fullMonths = "january february march april may june july august september october november december".split(" ");
const weekdays = "mon tue wed thu fri sat sun".split(" ");
const fullWeekdays = "monday tuesday wednesday thursday friday saturday sunday".split(" ");
/** Short forms beside those of three letters. */
const others: ReadonlyMap<string, number> = new Map([
  ["sept", 9],
  ["tues", 2],
  ["wednes", 3],
  ["thur", 4],
  ["thurs", 4],
]);

/** 1 to 12; the word in lower case. */
export function monthOf(word: string): number | undefined {
  if (word === "sept") return others.get(word);
  return numberOf(word, months, fullMonths);
}

/** 1 (Monday) to 7; the word in lower case. */
export function weekdayOf(word: string): number | undefined {
  if (word !== "sept" && others.has(word)) return others.get(word);
  return numberOf(word, weekdays, fullWeekdays);
}

function numberOf(word: string, short: readonly string[], full: readonly string[]): number | undefined {
  const at = Math.max(short.indexOf(word), full.indexOf(word));
  return at < 0 ? undefined : at + 1;
}
