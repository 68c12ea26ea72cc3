import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFormatted } from "./date-format.js";
import { nextOfPoint } from "./date-point.js";
import { readDateWords } from "./date-words.js";
import { localTime } from "./local-time.js";
import { zone } from "./testing/zones.js";

const berlin = zone("Europe/Berlin");
// A Monday, noon in Berlin.
const now = Date.parse("2026-11-23T11:00:00Z");
const next = (text: string) => {
  const point = readDateWords(text);
  const at = point && nextOfPoint(point, berlin, now);
  return at === undefined ? point?.kind : localTime(berlin, at);
};

describe("times as people write them", () => {
  test.each([
    ["5:00pm", "2026-11-23T17:00:00+01:00"],
    ["5pm", "2026-11-23T17:00:00+01:00"],
    ["5:30 a.m.", "2026-11-24T05:30:00+01:00"],
    ["12am", "2026-11-24T00:00:00+01:00"],
    ["12:00", "2026-11-24T12:00:00+01:00"],
    ["17:00:30", "2026-11-23T17:00:30+01:00"],
    ["Monday 5:00pm", "2026-11-23T17:00:00+01:00"],
    ["monday at 9am", "2026-11-30T09:00:00+01:00"],
    ["Tues 9am", "2026-11-24T09:00:00+01:00"],
    ["Friday", "2026-11-27T00:00:00+01:00"],
    ["9:00 Sun", "2026-11-29T09:00:00+01:00"],
    ["2026-12-24", "2026-12-24T00:00:00+01:00"],
    ["2026-12-24 18:30", "2026-12-24T18:30:00+01:00"],
    ["2026-12-24T18:30:15", "2026-12-24T18:30:15+01:00"],
    ["2026-12-24T18:30:15.250", "2026-12-24T18:30:15+01:00"],
    ["2026-12-24T18:30:00Z", "2026-12-24T19:30:00+01:00"],
    ["2026-12-24T18:30:00-05:00", "2026-12-25T00:30:00+01:00"],
    ["20261224T183000", "2026-12-24T18:30:00+01:00"],
    ["20261224", "2026-12-24T00:00:00+01:00"],
    ["12/24/2026 6pm", "2026-12-24T18:00:00+01:00"],
    ["24.12.2026 18:00", "2026-12-24T18:00:00+01:00"],
    ["02/03/2027", "2027-02-03T00:00:00+01:00"],
    ["Dec 24 2026 6:30 PM", "2026-12-24T18:30:00+01:00"],
    ["24 December, 2026", "2026-12-24T00:00:00+01:00"],
    ["Thursday, December 24th, 2026 18:00", "2026-12-24T18:00:00+01:00"],
    ["24-Dec-2026", "2026-12-24T00:00:00+01:00"],
    ["Jan 2 9am", "2027-01-02T09:00:00+01:00"],
    ["Feb 29", "2028-02-29T00:00:00+01:00"],
    ["12/24", "2026-12-24T00:00:00+01:00"],
    ["2026-11-22", "date"],
  ])("%s is next at %s", (text, expected) => {
    expect(next(text)).toBe(expected);
  });

  test.each([
    "",
    "x",
    "25:00",
    "13pm",
    "5:60",
    "2026-02-30",
    "2026-13-01",
    "Monday Tuesday",
    "tomorrow",
    "5pm 6pm",
    "17",
    "Smarch 3",
    ",",
    "9am UTC",
  ])("%j is none", (text) => {
    expect(readDateWords(text)).toBeUndefined();
  });

  test("that are leapt over are the moment of the leap; of two the first counts", () => {
    const at = (text: string, from: string) => {
      const point = readDateWords(text);
      return point && localTime(berlin, nextOfPoint(point, berlin, Date.parse(from)) ?? 0);
    };
    expect(at("2:30am", "2026-03-28T12:00Z")).toBe("2026-03-29T03:00:00+02:00");
    expect(at("Sunday 2:30am", "2026-10-24T12:00Z")).toBe("2026-10-25T02:30:00+02:00");
    expect(at("2:30am", "2026-10-25T00:40Z")).toBe("2026-10-26T02:30:00+01:00");
  });

  test("any text is read or refused, and what is read comes later than asked", () => {
    const word = fc.constantFrom(
      "mon",
      "5:00pm",
      "17:00",
      "2026-12-24",
      "t",
      "dec",
      "24",
      "12/24",
      ",",
      "at",
      "-",
      "z",
      "2026",
      "7",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), fc.constantFrom(" ", "", "-"), (words, between) => {
        const point = readDateWords(words.join(between));
        const at = point && nextOfPoint(point, berlin, now);
        if (at !== undefined) expect(at).toBeGreaterThan(now);
      }),
      { numRuns: 500, interruptAfterTimeLimit: 1500 },
    );
  });
});

describe("dates in a given form", () => {
  test.each([
    ["2026-12-24T18:30:00", "%Y-%m-%dT%H:%M:%S", "2026-12-24T18:30:00+01:00"],
    ["24/12/26 06:30 PM", "%d/%m/%y %I:%M %p", "2026-12-24T18:30:00+01:00"],
    ["Thu  Dec 24 2026 100%", "%a %b %d %Y 100%%", "2026-12-24T00:00:00+01:00"],
    ["2026.12.24 18h", "%Y.%m.%d %Hh", "2026-12-24T18:00:00+01:00"],
    ["2026-12-24 18:30 +0530", "%Y-%m-%d %H:%M %z", "2026-12-24T14:00:00+01:00"],
  ])("%s by %s is %s", (text, format, expected) => {
    const point = readFormatted(text, format);
    expect(point && localTime(berlin, nextOfPoint(point, berlin, now) ?? 0)).toBe(expected);
  });

  test.each([
    ["2026-12-24", "%Y-%m-%dT%H:%M:%S"],
    ["2026-02-30", "%Y-%m-%d"],
    ["2026", "%Q"],
    ["2026 2026", "%Y %Y"],
    ["20261224", "%Y.%m.%d"],
    ["24:00", "%H:%M"],
  ])("%s does not fit %s", (text, format) => {
    expect(readFormatted(text, format)).toBeUndefined();
  });
});
