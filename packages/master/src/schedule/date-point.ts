import type { EpochMs } from "@salina/api";
import { wallAt } from "./calendar.js";
import { momentOf, type WallMs, wallOf, type Zone } from "./zone.js";

/** A point in time as people name it: some come once, others again and again. Times are milliseconds since midnight. */
export type DatePoint =
  | { readonly kind: "moment"; readonly at: EpochMs }
  | { readonly kind: "date"; readonly wall: WallMs }
  | { readonly kind: "yearly"; readonly month: number; readonly day: number; readonly timeMs: number }
  /** 1 is Monday. */
  | { readonly kind: "weekly"; readonly weekday: number; readonly timeMs: number }
  | { readonly kind: "daily"; readonly timeMs: number };

export function comesOnce({ kind }: DatePoint): boolean {
  return kind === "moment" || kind === "date";
}

const dayMs = 86_400_000;

/** The first one after a moment; undefined: it does not come any more. Leaps of the clock count as for cron rules of certain hours. */
export function nextOfPoint(point: DatePoint, zone: Zone, after: EpochMs): EpochMs | undefined {
  for (const wall of readings(point, wallOf(zone, after))) {
    const at = point.kind === "moment" ? point.at : momentOf(zone, wall);
    if (at > after) return at;
  }
  return undefined;
}

/** Where a point that comes again and again lies on the day of a moment, as stock reads it. */
export function pointOnDay(point: DatePoint, zone: Zone, day: EpochMs): EpochMs | undefined {
  if (point.kind === "daily") return momentOf(zone, midnight(wallOf(zone, day)) + point.timeMs);
  return nextOfPoint(point, zone, momentOf(zone, midnight(wallOf(zone, day))) - 1);
}

function midnight(wall: WallMs): WallMs {
  return Math.floor(wall / dayMs) * dayMs;
}

/** Readings of a clock around and after `wall`, in order, enough of them to hold the one that is asked for. */
function* readings(point: DatePoint, wall: WallMs): Generator<WallMs> {
  const today = midnight(wall);
  switch (point.kind) {
    case "moment":
      yield point.at;
      return;
    case "date":
      yield point.wall;
      return;
    case "daily":
      for (let day = -1; day <= 3; day++) yield today + day * dayMs + point.timeMs;
      return;
    case "weekly":
      for (let day = -1; day <= 15; day++) {
        const at = today + day * dayMs;
        if (weekdayAt(at) === point.weekday) yield at + point.timeMs;
      }
      return;
    case "yearly": {
      const year = new Date(wall).getUTCFullYear();
      // The 29th of February may be eight years away.
      for (let next = year; next <= year + 9; next++) {
        const at = wallAt(next, point.month, point.day, point.timeMs);
        if (at !== undefined) yield at;
      }
    }
  }
}

function weekdayAt(wall: WallMs): number {
  return new Date(wall).getUTCDay() || 7;
}
