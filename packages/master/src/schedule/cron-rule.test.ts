import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CronRule, nextOfCron, readCron } from "./cron-rule.js";
import { localTime } from "./local-time.js";
import { testZoneNames, zone } from "./testing/zones.js";
import { momentsOf, wallOf, type Zone } from "./zone.js";

function rule(text: string): CronRule {
  const read = readCron(text);
  if (typeof read === "string") throw new Error(read);
  return read;
}

function series(text: string, name: string, from: string, count: number): string[] {
  const times: string[] = [];
  let at: number | undefined = Date.parse(from);
  while (times.length < count && at !== undefined) {
    at = nextOfCron(rule(text), zone(name), at);
    if (at !== undefined) times.push(localTime(zone(name), at).slice(5));
  }
  return times;
}

describe("where clocks are put forward", () => {
  test("a time that is leapt over runs at the leap, and only there", () => {
    expect(series("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", 2)).toEqual([
      "03-29T03:00:00+02:00",
      "03-30T02:30:00+02:00",
    ]);
    expect(series("0,20,40 2 * * *", "America/New_York", "2026-03-07T12:00Z", 2)).toEqual([
      "03-08T03:00:00-04:00",
      "03-09T02:00:00-04:00",
    ]);
    expect(series("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00Z", 2)).toEqual([
      "10-04T02:30:00+11:00",
      "10-05T02:15:00+11:00",
    ]);
  });

  test("a rule for every hour leaves out what no clock shows", () => {
    expect(series("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:00Z", 3)).toEqual([
      "03-29T01:30:00+01:00",
      "03-29T03:00:00+02:00",
      "03-29T03:30:00+02:00",
    ]);
    expect(series("15 * * * *", "Australia/Lord_Howe", "2026-10-03T15:00Z", 2)).toEqual([
      "10-04T03:15:00+11:00",
      "10-04T04:15:00+11:00",
    ]);
  });
});

describe("where clocks are put back", () => {
  test("a time that comes twice runs the first time", () => {
    expect(series("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", 2)).toEqual([
      "10-25T02:30:00+02:00",
      "10-26T02:30:00+01:00",
    ]);
    expect(series("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00Z", 2)).toEqual([
      "04-05T01:45:00+11:00",
      "04-06T01:45:00+10:30",
    ]);
    // Asked between the two.
    expect(series("30 1 * * *", "America/New_York", "2026-11-01T06:10Z", 1)).toEqual(["11-02T01:30:00-05:00"]);
  });

  test("a rule for every hour runs both times, and goes on", () => {
    expect(series("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:30Z", 5)).toEqual([
      "10-25T02:00:00+02:00",
      "10-25T02:30:00+02:00",
      "10-25T02:00:00+01:00",
      "10-25T02:30:00+01:00",
      "10-25T03:00:00+01:00",
    ]);
    // CronTime by itself never gets past this one.
    expect(series("*/15 0-23 * * *", "Australia/Lord_Howe", "2026-04-04T14:20Z", 5)).toEqual([
      "04-05T01:30:00+11:00",
      "04-05T01:45:00+11:00",
      "04-05T01:30:00+10:30",
      "04-05T01:45:00+10:30",
      "04-05T02:00:00+10:30",
    ]);
  });
});

describe("cron expressions", () => {
  test.each([
    ["0 0 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    ["0 0 13 * 5", ["2026-01-02T00:00", "2026-01-09T00:00"]],
    ["@midnight", ["2026-01-02T00:00", "2026-01-03T00:00"]],
    ["@hourly", ["2026-01-01T01:00", "2026-01-01T02:00"]],
    ["0 12 1 JAN,jul *", ["2026-01-01T12:00", "2026-07-01T12:00"]],
    ["30 0 6 * * mon-fri", ["2026-01-01T06:00", "2026-01-02T06:00"]],
  ])("%s comes at %j", (text, times) => {
    const first = nextOfCron(rule(text), zone("UTC"), Date.parse("2026-01-01T00:00Z")) ?? 0;
    const second = nextOfCron(rule(text), zone("UTC"), first) ?? 0;
    expect([first, second].map((at) => new Date(at).toISOString().slice(0, 16))).toEqual(times);
  });

  test.each([
    "",
    "* * * *",
    "* * * * * * *",
    "60 * * * *",
    "0 0 31 2 *",
    "@reboot",
    "daily",
    "a b c d e",
    "5-1 * * * *",
    "*/0 * * * *",
  ])("%j is refused", (text) => {
    expect(readCron(text)).toEqual(expect.any(String));
  });

  test("a text of any characters is read or refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123459 */-,@adjmon#L?"), maxLength: 30 }), (text) => {
        const read = readCron(text);
        expect(typeof read === "string" || read.nextWall(0) !== undefined).toBe(true);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 2000 },
    );
  });
});

/** Which minutes of an hour, hours, days and months a simple field names. */
const fields = fc.record({
  minutes: fc.subarray([0, 10, 15, 30, 45, 59], { minLength: 1 }),
  hours: fc.option(fc.subarray([0, 1, 2, 3, 12, 23], { minLength: 1 }), { nil: null }),
  weekdays: fc.option(fc.subarray([0, 1, 6], { minLength: 1 }), { nil: null }),
});

describe("the next time of a rule", () => {
  // The days around each leap of the clock.
  const leaps = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"];
  const minute = 60_000;

  /** Goes through every minute of three days, and asks at each what the clocks show. */
  function oracle(
    zoneOf: Zone,
    parts: typeof fields extends fc.Arbitrary<infer T> ? T : never,
    from: number,
  ): number | undefined {
    const named = (wall: number) => {
      const shown = new Date(wall);
      return (
        parts.minutes.includes(shown.getUTCMinutes()) &&
        (parts.hours?.includes(shown.getUTCHours()) ?? true) &&
        (parts.weekdays?.includes(shown.getUTCDay()) ?? true)
      );
    };
    for (let at = Math.floor(from / minute) * minute + minute; at < from + 3 * 86_400_000; at += minute) {
      const wall = wallOf(zoneOf, at);
      const isFirst = momentsOf(zoneOf, wall)[0] === at;
      if (named(wall) && (isFirst || parts.hours === null)) return at;
      if (parts.hours === null) continue;
      // Readings that were leapt over just now.
      for (let lost = wallOf(zoneOf, at - minute) + minute; lost < wall; lost += minute) if (named(lost)) return at;
    }
    return undefined;
  }

  test("is the one that is found minute by minute, later than asked, over all leaps", () => {
    const start = fc.tuple(fc.constantFrom(...leaps), fc.integer({ min: -86_400, max: 86_400 }));
    fc.assert(
      fc.property(fc.constantFrom(...testZoneNames), fields, start, (name, parts, [day, seconds]) => {
        const text = `${parts.minutes.join(",")} ${parts.hours?.join(",") ?? "*"} * * ${parts.weekdays?.join(",") ?? "*"}`;
        const from = Date.parse(`${day}T00:00Z`) + seconds * 1000;
        const found = nextOfCron(rule(text), zone(name), from);
        const expected = oracle(zone(name), parts, from);
        expect(found).toBeGreaterThan(from);
        if (expected !== undefined) expect([text, found]).toEqual([text, expected]);
        else expect(found).toBeGreaterThanOrEqual(from + 2 * 86_400_000);
      }),
      { numRuns: 120, interruptAfterTimeLimit: 4000 },
    );
  });

  test("never goes back when one asks later", () => {
    const moments = fc.tuple(
      fc.constantFrom(...leaps).map((day) => Date.parse(`${day}T00:00Z`)),
      fc.integer({ min: 0, max: 86_400_000 }),
      fc.integer({ min: 0, max: 86_400_000 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...testZoneNames), fields, moments, (name, parts, [day, some, more]) => {
        const text = `${parts.minutes.join(",")} ${parts.hours?.join(",") ?? "*"} * * *`;
        const earlier = nextOfCron(rule(text), zone(name), day + some) ?? 0;
        const later = nextOfCron(rule(text), zone(name), day + some + more) ?? 0;
        expect(later).toBeGreaterThanOrEqual(earlier);
      }),
      { numRuns: 200, interruptAfterTimeLimit: 2000 },
    );
  });
});
