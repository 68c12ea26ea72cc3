import type { EpochMs } from "@salina/api";
import { comesOnce, nextOfPoint } from "./date-point.js";
import { readDateWords } from "./date-words.js";
import { wallOf, type Zone } from "./zone.js";

/** `2026-11-23T05:00:00+01:00` */
export function localTime(zone: Zone, at: EpochMs): string {
  const aheadMin = Math.round(zone.offsetMs(at) / 60_000);
  const sign = aheadMin < 0 ? "-" : "+";
  const part = (value: number) => String(value).padStart(2, "0");
  const ahead = `${part(Math.floor(Math.abs(aheadMin) / 60))}:${part(Math.abs(aheadMin) % 60)}`;
  return `${new Date(wallOf(zone, at)).toISOString().slice(0, 19)}${sign}${ahead}`;
}

/** A date with its time, in the zone where it names none; undefined: it is none. */
export function readLocalTime(zone: Zone, text: string): EpochMs | undefined {
  const point = readDateWords(text);
  return point !== undefined && comesOnce(point) ? nextOfPoint(point, zone, -1) : undefined;
}
