import { describe, expect, test } from "vitest";
import { noDefaults } from "./entry.js";
import { closedAt } from "./gates.js";
import { readLocalTime } from "./local-time.js";
import { anEntry } from "./testing/an-entry.js";
import { zone } from "./testing/zones.js";

const berlin = zone("Europe/Berlin");
const at = (text: string) => readLocalTime(berlin, text) ?? 0;
const closed = (settings: object, time: string, defaults = noDefaults) =>
  closedAt(anEntry({ minutes: 1, ...settings }, "Europe/Berlin"), defaults, at(time))?.reason ?? "open";

describe("a range", () => {
  const office = { start: "8:00am", end: "5:00pm" };

  test.each([
    ["2026-11-23 07:59:59", "not_in_range"],
    ["2026-11-23 08:00", "open"],
    ["2026-11-23 17:00", "open"],
    ["2026-11-23 17:00:01", "not_in_range"],
    // Clocks leap on this day.
    ["2026-03-29 08:00", "open"],
    ["2026-03-29 07:59", "not_in_range"],
  ])("of hours lets run at %s: %s", (time, expected) => {
    expect(closed({ range: office }, time)).toBe(expected);
  });

  test("can be turned round", () => {
    expect(closed({ range: { ...office, invert: true } }, "2026-11-23 12:00")).toBe("in_skip_range");
    expect(closed({ range: { ...office, invert: true } }, "2026-11-23 18:00")).toBe("open");
    expect(closed({ range: { ...office, invert: true } }, "2026-11-23 17:00")).toBe("open");
  });

  test("can go over midnight, which stock refuses", () => {
    const night = { range: { start: "22:00", end: "6:00" } };
    expect(["21:59", "22:00", "2:00", "6:00", "6:01"].map((time) => closed(night, `2026-11-23 ${time}`))).toEqual([
      "not_in_range",
      "open",
      "open",
      "open",
      "not_in_range",
    ]);
  });

  test("of days of a week lasts over the days between", () => {
    const week = { range: { start: "Monday 8am", end: "Friday 5pm" } };
    expect(
      ["23 07:00", "23 08:00", "25 03:00", "27 17:00", "28 12:00"].map((time) => closed(week, `2026-11-${time}`)),
    ).toEqual(["not_in_range", "open", "open", "open", "not_in_range"]);
  });

  test("of dates lies once", () => {
    const days = { range: { start: "2026-12-24", end: "2026-12-26" } };
    expect(["2026-12-23 23:59", "2026-12-25", "2026-12-26 00:01"].map((time) => closed(days, time))).toEqual([
      "not_in_range",
      "open",
      "not_in_range",
    ]);
  });
});

describe("a range to leave out", () => {
  const lunch = { start: anEntry({ when: "12:00" }), end: anEntry({ when: "13:00" }) };

  test("is the job's, else that of the whole schedule", () => {
    const points = [lunch.start.timing, lunch.end.timing].map((timing) =>
      timing.kind === "when" ? timing.points[0] : undefined,
    );
    const [start, end] = points;
    if (!start || !end) throw new Error("no points");
    const defaults = { ...noDefaults, skipRange: { start, end } };

    expect(closed({}, "2026-11-23 12:30", defaults)).toBe("in_skip_range");
    expect(closed({ skip_during_range: { start: "1:00", end: "2:00" } }, "2026-11-23 12:30", defaults)).toBe("open");
    expect(closed({ skip_during_range: null }, "2026-11-23 12:30", defaults)).toBe("open");
  });

  test("says when the job may run instead", () => {
    const settings = { minutes: 1, skip_during_range: { start: "12:00", end: "13:00" }, run_after_skip_range: true };
    const found = closedAt(anEntry(settings, "Europe/Berlin"), noDefaults, at("2026-11-23 12:30"));
    expect(found?.runAt).toBe(at("2026-11-23 13:00:01"));
  });
});

describe("until and after", () => {
  test.each([
    [{ until: "2026-12-24" }, "2026-12-23 23:59", "open"],
    [{ until: "2026-12-24" }, "2026-12-24", "until_passed"],
    [{ after: "2026-12-24" }, "2026-12-24", "after_not_passed"],
    [{ after: "2026-12-24" }, "2026-12-24 00:01", "open"],
    [{ until: "5pm" }, "2026-11-23 16:59", "open"],
    [{ until: "5pm" }, "2026-11-23 18:00", "until_passed"],
    [{ after: "5pm" }, "2026-11-23 16:59", "after_not_passed"],
  ])("%j at %s: %s", (settings, time, expected) => {
    expect(closed(settings, time)).toBe(expected);
  });
});
