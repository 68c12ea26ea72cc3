import type { EpochMs } from "@salina/api";

/** A time zone of the machine's own data (ICU). */
export interface Zone {
  readonly name: string;
  /** Milliseconds that its clocks are ahead of UTC at a moment. */
  offsetMs(at: EpochMs): number;
}

/** What a clock on the wall shows, as the milliseconds at which a clock in UTC shows the same. */
export type WallMs = number;

const dayMs = 86_400_000;

/** Undefined: there is no such zone. */
export function openZone(name: string): Zone | undefined {
  if (name.length > 64) return undefined;
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    return { name, offsetMs: (at) => readingOf(format, at) - Math.floor(at / 1000) * 1000 };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readingOf(format: Intl.DateTimeFormat, at: EpochMs): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

export function wallOf(zone: Zone, at: EpochMs): WallMs {
  return at + zone.offsetMs(at);
}

/** The moments at which clocks show this, in order: none while they are put forward, two while they are put back. */
export function momentsOf(zone: Zone, wall: WallMs): readonly EpochMs[] {
  // No zone changes its clocks twice within two days.
  const offsets = new Set([zone.offsetMs(wall - dayMs), zone.offsetMs(wall + dayMs)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((at) => wallOf(zone, at) === wall)
    .sort((a, b) => a - b);
}

/** The first moment at which clocks show this; where they leap over it, the moment of the leap. */
export function momentOf(zone: Zone, wall: WallMs): EpochMs {
  const [first] = momentsOf(zone, wall);
  return first ?? leapBetween(zone, wall - dayMs, wall + dayMs) ?? wall;
}

/** The first moment after `from`, up to `to`, from which on clocks have another offset; undefined: they have none. */
export function leapBetween(zone: Zone, from: EpochMs, to: EpochMs): EpochMs | undefined {
  const offset = zone.offsetMs(from);
  let before = from;
  let after = from;
  // In steps, so that a leap and the one back do not hide each other.
  while (zone.offsetMs(after) === offset) {
    if (after >= to) return undefined;
    before = after;
    after = Math.min(after + dayMs / 2, to);
  }
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offsetMs(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}
