import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testZoneNames, zone } from "./testing/zones.js";
import { leapBetween, momentOf, momentsOf, openZone, wallOf } from "./zone.js";

const at = (text: string) => Date.parse(text);
const wall = (text: string) => Date.parse(`${text}Z`);
const texts = (moments: readonly number[]) => moments.map((one) => new Date(one).toISOString().slice(0, 16));

describe("a time zone", () => {
  test("is unknown by a wrong name", () => {
    for (const name of ["Europe/Nowhere", "", "x".repeat(100)]) expect(openZone(name)).toBeUndefined();
  });

  test.each([
    ["Europe/Berlin", "2026-07-01T00:00:00Z", 120],
    ["Europe/Berlin", "2026-01-01T00:00:00Z", 60],
    ["America/New_York", "2026-01-01T00:00:00Z", -300],
    ["Australia/Lord_Howe", "2026-01-01T00:00:00Z", 660],
    ["Australia/Lord_Howe", "2026-07-01T00:00:00.500Z", 630],
    ["UTC", "2026-07-01T00:00:00Z", 0],
  ])("%s is at %s ahead by %d minutes", (name, moment, minutes) => {
    expect(zone(name).offsetMs(at(moment))).toBe(minutes * 60_000);
  });

  test.each([
    ["Europe/Berlin", "2026-03-29T02:30", []],
    ["Europe/Berlin", "2026-10-25T02:30", ["2026-10-25T00:30", "2026-10-25T01:30"]],
    ["Europe/Berlin", "2026-10-25T03:00", ["2026-10-25T02:00"]],
    ["America/New_York", "2026-03-08T02:00", []],
    ["America/New_York", "2026-11-01T01:59", ["2026-11-01T05:59", "2026-11-01T06:59"]],
    ["Australia/Lord_Howe", "2026-10-04T02:15", []],
    ["Australia/Lord_Howe", "2026-10-04T02:30", ["2026-10-03T15:30"]],
    ["Australia/Lord_Howe", "2026-04-05T01:45", ["2026-04-04T14:45", "2026-04-04T15:15"]],
    ["Pacific/Apia", "2011-12-30T12:00", []],
  ])("%s shows %s at %j", (name, reading, moments) => {
    expect(texts(momentsOf(zone(name), wall(reading)))).toEqual(moments);
  });

  test("leaps over readings, which then stand for the moment of the leap", () => {
    for (const reading of ["2026-03-29T02:00", "2026-03-29T02:59"]) {
      expect(texts([momentOf(zone("Europe/Berlin"), wall(reading))])).toEqual(["2026-03-29T01:00"]);
    }
    expect(leapBetween(zone("UTC"), 0, at("2026-01-01"))).toBeUndefined();
    expect(leapBetween(zone("Europe/Berlin"), at("2026-01-01"), at("2027-01-01"))).toBe(at("2026-03-29T01:00Z"));
  });

  test("gives back each moment by what its clocks show then", () => {
    const anyMoment = fc.integer({ min: at("2020-01-01"), max: at("2035-01-01") });
    fc.assert(
      fc.property(fc.constantFrom(...testZoneNames), anyMoment, (name, moment) => {
        const moments = momentsOf(zone(name), wallOf(zone(name), moment));
        expect(moments).toContain(moment);
        expect(moments.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });
});
