import { toValue, type Value } from "@salina/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { problemText } from "./entry.js";
import { readEntry } from "./read-entry.js";
import { readSchedule } from "./read-schedule.js";
import { settingNames } from "./setting-names.js";
import { anEntry } from "./testing/an-entry.js";
import { zone } from "./testing/zones.js";

const context = { zone: zone("UTC"), alerts: ["ops"] };
const told = (settings: Readonly<Record<string, unknown>>) => {
  const read = readEntry("job", toValue({ function: "jobs.active", ...settings }), context);
  return (read.ok ? read.notes : read.problems).map((one) => problemText("job", one)).join("; ");
};

describe("settings of a job", () => {
  test("say what runs, where and how", () => {
    const entry = anEntry({
      function: "backup.run",
      args: ["etc", 1],
      kwargs: { keep: 7 },
      target: "node*",
      cron: "0 3 * * *",
      timezone: "Europe/Berlin",
      metadata: { ticket: "X-1" },
      alerts: "ops",
      missed: "once",
    });

    expect(entry.call).toEqual({
      fun: "backup.run",
      args: ["etc", 1],
      kwargs: new Map([["keep", 7]]),
      target: { type: "glob", expression: "node*" },
      metadata: new Map([["ticket", "X-1"]]),
    });
    expect([entry.zone.name, entry.missed, entry.alerts, entry.maxRunning]).toEqual([
      "Europe/Berlin",
      "once",
      ["ops"],
      1,
    ]);
  });

  test.each([
    [
      { minutes: 5, hours: 1, seconds: "30" },
      { kind: "interval", everyMs: 3_930_000 },
    ],
    [{ when: ["5:00pm", "6:00pm"] }, { kind: "when" }],
    [{ once: "2026-12-24T18:00:00" }, { kind: "once" }],
    [{ once: "24.12.2026", once_fmt: "%d.%m.%Y" }, { kind: "once" }],
    [{ run_on_start: true }, { kind: "start" }],
  ])("%j say when", (settings, timing) => {
    expect(anEntry(settings).timing).toMatchObject(timing);
  });

  test("name minions as in a publish", () => {
    expect(anEntry({ hours: 1, tgt: "os:Debian", tgt_type: "grain" }).call.target).toEqual({
      type: "grain",
      expression: "os:Debian",
    });
    expect(anEntry({ hours: 1, target: ["a", "b"] }).call.target).toEqual({ type: "list", expression: ["a", "b"] });
    expect(anEntry({ hours: 1, target: "a, b", target_type: "list" }).call.target).toEqual({
      type: "list",
      expression: ["a", "b"],
    });
  });

  test("without jid_include runs are not counted, as in stock", () => {
    expect(anEntry({ hours: 1, jid_include: false }).maxRunning).toBeNull();
    expect(anEntry({ hours: 1, maxrunning: 3 }).maxRunning).toBe(3);
  });

  test.each([
    [{}, "it needs one of"],
    [{ cron: "0 3 * * *", when: "5pm" }, "job: `cron`: it cannot stand beside `when`"],
    [{ cron: "0 3 * * *", minutes: 1 }, "job: `cron`: it cannot stand beside `minutes`"],
    [{ cron: "99 3 * * *" }, 'job: `cron`: "99 3 * * *" cannot be used'],
    [{ cron: 5 }, "job: `cron`: expected text"],
    [{ when: 61_200 }, 'job: `when`: found the number 61200: a time such as "17:00" stands in quotes'],
    [{ when: "someday" }, 'job: `when`: expected a time such as "5:00pm"'],
    [{ when: [] }, "job: `when`: expected 1 to 100 times"],
    [{ once: "5pm" }, "job: `once`: expected a date"],
    [{ once: "2026-12-24", once_fmt: "%d" }, "job: `once`: expected a date"],
    [{ minutes: 0.5 }, "job: `minutes`: expected an integer"],
    [{ seconds: 0 }, "job: `seconds`: expected a second to ten years"],
    [{ hours: 1, function: "nodot" }, "job: `function`: expected `module.function`"],
    [{ hours: 1, function: null }, "job: `function`: it is missing"],
    [{ hours: 1, args: "x" }, "job: `args`: expected a list"],
    [{ hours: 1, kwargs: { __kwarg__: true } }, "job: `kwargs`: expected names without `__`"],
    [{ hours: 1, timezone: "Mars/Base" }, 'job: `timezone`: there is no time zone "Mars/Base"'],
    [{ hours: 1, range: { start: "8am" } }, "job: `range: end`: expected a time"],
    [{ hours: 1, range: { start: "8am", end: "2026-12-24" } }, "of different kinds"],
    [{ hours: 1, range: { start: "2026-12-25", end: "2026-12-24" } }, "`end` must be later than `start`"],
    [{ hours: 1, splay: { start: 9, end: 3 } }, "job: `splay`: expected seconds"],
    [{ hours: 1, maxrunning: 0 }, "job: `maxrunning`: expected an integer from 1"],
    [{ hours: 1, missed: "maybe" }, "job: `missed`: expected one of skip, once, all"],
    [{ hours: 1, enabled: "yes" }, "job: `enabled`: expected `true` or `false`"],
    [{ hours: 1, alerts: ["pager"] }, 'job: `alerts`: there is no alert "pager"'],
    [{ hours: 1, target: 5 }, "job: `target`: expected text"],
    [{ hours: 1, target: "*", target_type: "planet" }, "job: `target_type`: expected one of"],
  ])("%j is refused: %s", (settings, text) => {
    expect(told(settings)).toContain(text);
    expect(readEntry("job", toValue({ function: "jobs.active", ...settings }), context).ok).toBe(false);
  });

  test.each([
    [{ hours: 1, rnage: {} }, "job: `rnage`: there is no such setting"],
    [{ hours: 1, returner: "mysql" }, "job: `returner`: the master has no returners"],
    [{ hours: 1, _seconds: 5, name: "x", return_job: false }, ""],
  ])("%j is told, and the job runs", (settings, text) => {
    expect(told(settings)).toContain(text);
    expect(readEntry("job", toValue({ function: "jobs.active", ...settings }), context).ok).toBe(true);
  });

  test.each(["", "a/b", "a\nb", "enabled", " a", "x".repeat(101)])("%j is no name", (name) => {
    expect(readEntry(name, toValue({ function: "jobs.active", hours: 1 }), context).ok).toBe(false);
  });

  test("of any kind are read or refused", () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>("5pm", "2026-12-24", "0 3 * * *", "*", "__proto__", null, true, [], {}),
      fc.integer({ min: -2, max: 100 }),
      fc.array(fc.constantFrom<unknown>("5pm", 1, null), { maxLength: 2 }),
      fc.record({ start: fc.constantFrom("8am", "Monday", 3), end: fc.constantFrom("5pm", "2026-12-24") }),
    );
    const settings = fc.array(fc.tuple(fc.constantFrom<Value>(...settingNames, "__proto__", 7), value), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(settings, (entries) => {
        const read = readEntry("job", new Map(entries.map(([key, one]) => [key, toValue(one)])), context);
        expect(read.ok || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 500, interruptAfterTimeLimit: 1500 },
    );
  });
});

describe("the schedule of the config", () => {
  test("has settings of the whole beside its jobs; what cannot be read is told and left out", () => {
    const value = toValue({
      enabled: false,
      splay: 10,
      skip_during_range: { start: "8am", end: "5pm" },
      skip_function: "test.ping",
      good: { function: "jobs.active", hours: 1 },
      bad: { function: "jobs.active" },
      worse: 5,
    });

    const { defaults, jobs, names, warnings } = readSchedule(value, context);

    expect(defaults).toMatchObject({
      enabled: false,
      splay: { fromS: 1, toS: 10 },
      skipRange: { start: { kind: "daily" } },
    });
    expect([...jobs.keys()]).toEqual(["good"]);
    expect(names.has("bad")).toBe(true);
    expect(warnings).toEqual([
      "bad: it needs one of `cron`, `when`, `once`, `seconds`, `minutes`, `hours`, `days`; the job is left out",
      "worse: expected a map of settings; the job is left out",
      expect.stringContaining("all jobs: `skip_function`: not served"),
    ]);
  });

  test("that is no map is told", () => {
    expect(readSchedule("x", context).warnings).toEqual(["expected a map of jobs"]);
    expect(readSchedule(null, context).warnings).toEqual([]);
  });
});
