import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noDefaults, type ScheduleDefaults, type ScheduleEntry } from "./entry.js";
import { localTime } from "./local-time.js";
import { type Decision, freshPlan, look, maxOwed, nextLook, type PlanState, upcoming } from "./plan.js";
import { openPlan, packPlan } from "./plan-record.js";
import { anEntry } from "./testing/an-entry.js";
import { testZoneNames } from "./testing/zones.js";

const noon = Date.parse("2026-11-23T12:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A job with a clock that a test moves. It looks when the plan says, and at least every half minute. */
class Bench {
  now: number;
  running = 0;
  random = 0;
  state: PlanState = freshPlan;
  readonly entry: ScheduleEntry;
  readonly defaults: ScheduleDefaults;
  readonly told: string[] = [];

  constructor(settings: object, options: { zone?: string; now?: number; defaults?: Partial<ScheduleDefaults> } = {}) {
    this.entry = anEntry({ ...settings }, options.zone ?? "UTC");
    this.defaults = { ...noDefaults, ...options.defaults };
    this.now = options.now ?? noon;
    this.look();
  }

  look(): readonly Decision[] {
    const facts = { now: this.now, defaults: this.defaults, running: this.running, random: () => this.random };
    const { state, decisions } = look(this.entry, this.state, facts);
    this.state = state;
    for (const one of decisions) this.told.push(this.words(one));
    return decisions;
  }

  words(one: Decision): string {
    const time = localTime(this.entry.zone, one.dueAt).slice(5, 19);
    if (one.kind === "run") return `${one.cause} ${time}`;
    return one.kind === "skip" ? `skip ${one.reason}` : `missed ${one.count} from ${time}`;
  }

  /** Time passes, and the daemon is there. */
  pass(ms: number): this {
    const end = this.now + ms;
    while (this.now < end) {
      this.now = Math.max(this.now + 1, Math.min(end, nextLook(this.state) ?? end, this.now + 30_000));
      this.look();
    }
    return this;
  }

  /** The clock stands elsewhere all at once: the daemon was away, or somebody has set it. */
  jump(ms: number): this {
    this.now += ms;
    this.look();
    return this;
  }
}

describe("an interval", () => {
  test("runs for the first time when it has passed, and keeps its beat", () => {
    const bench = new Bench({ minutes: 10 }).pass(25 * minute);
    expect(bench.told).toEqual(["due 11-23T12:10:00", "due 11-23T12:20:00"]);
    expect(new Bench({ minutes: 10 }).jump(10 * minute + 45_000).pass(10 * minute).told).toEqual([
      "due 11-23T12:10:00",
      "due 11-23T12:20:00",
    ]);
  });

  test("shorter than a delay runs once for it", () => {
    expect(new Bench({ seconds: 10 }).jump(45_000).told).toEqual(["due 11-23T12:00:10"]);
  });

  test("goes on at once when the clock is set back, by however much", () => {
    for (const back of [2 * hour, 400 * day]) {
      const bench = new Bench({ minutes: 10 }).pass(10 * minute);
      bench.jump(-back).told.length = 0;
      expect(bench.pass(10 * minute).told).toHaveLength(1);
    }
  });
});

describe("runs that were missed", () => {
  const daily = (missed?: string) => new Bench({ cron: "0 3 * * *", ...(missed === undefined ? {} : { missed }) });

  test("are left out and told, if nothing else is said", () => {
    expect(daily().jump(3 * day).told).toEqual(["missed 3 from 11-24T03:00:00"]);
    expect(
      daily("skip")
        .jump(3 * day)
        .pass(day).told,
    ).toEqual(["missed 3 from 11-24T03:00:00", "due 11-27T03:00:00"]);
  });

  test("are made up for once", () => {
    expect(
      daily("once")
        .jump(3 * day)
        .pass(day).told,
    ).toEqual(["missed 11-26T03:00:00", "due 11-27T03:00:00"]);
  });

  test("are made up for one by one, oldest first, each when there is room", () => {
    const bench = daily("all").jump(3 * day);
    bench.running = 1;
    expect(bench.told).toEqual(["missed 11-24T03:00:00"]);
    bench.pass(minute);
    expect(bench.told).toHaveLength(1);
    bench.running = 0;
    bench.pass(1).pass(1);
    expect(bench.told.slice(1)).toEqual(["missed 11-25T03:00:00", "missed 11-26T03:00:00"]);
  });

  test("are made up for within bounds, and the rest is told", () => {
    const bench = new Bench({ minutes: 1, missed: "all", maxrunning: 1000 }).jump(3 * hour);
    expect(bench.told.filter((one) => one.startsWith("missed 11-23"))).toHaveLength(maxOwed);
    expect(bench.told).toContain(`missed ${100 - maxOwed} from 11-23T12:25:00`);
  });

  test("count as on time within a minute", () => {
    expect(daily().jump(15 * hour + minute).told).toEqual(["due 11-24T03:00:00"]);
    expect(daily().jump(15 * hour + minute + 1).told).toEqual(["missed 1 from 11-24T03:00:00"]);
  });

  test("and one that is due just now are one run", () => {
    expect(daily("once").jump(2 * day + 15 * hour).told).toEqual(["missed 11-26T03:00:00"]);
    expect(daily("skip").jump(2 * day + 15 * hour).told).toEqual([
      "missed 2 from 11-24T03:00:00",
      "due 11-26T03:00:00",
    ]);
  });

  test("while the job was disabled are none", () => {
    expect(new Bench({ cron: "0 3 * * *", enabled: false, missed: "once" }).jump(3 * day).told).toEqual([
      "skip disabled",
    ]);
  });
});

describe("a clock that is set back", () => {
  test("runs nothing a second time", () => {
    const bench = new Bench({ when: "12:30" })
      .pass(hour)
      .jump(-hour)
      .pass(day + hour);
    expect(bench.told).toEqual(["due 11-23T12:30:00", "due 11-24T12:30:00"]);
  });

  test("by more than a day was wrong before", () => {
    const bench = new Bench({ cron: "30 12 * * *" }).jump(3650 * day);
    bench.told.length = 0;
    expect(bench.jump(-3650 * day).pass(day).told).toEqual(["due 11-23T12:30:00"]);
  });

  test("a rule for every hour goes on with it", () => {
    const bench = new Bench({ cron: "*/20 * * * *" }).pass(hour);
    bench.told.length = 0;
    expect(bench.jump(-hour).pass(20 * minute).told).toEqual(["due 11-23T12:20:00"]);
  });
});

describe("leaps of the clock on the wall", () => {
  const days = [
    ["Europe/Berlin", "2026-03-28T12:00Z", "2:30am", ["03-29T03:00:00", "03-30T02:30:00"]],
    ["Europe/Berlin", "2026-10-24T12:00Z", "2:30am", ["10-25T02:30:00", "10-26T02:30:00"]],
    ["America/New_York", "2026-10-31T18:00Z", "1:30am", ["11-01T01:30:00", "11-02T01:30:00"]],
    ["Australia/Lord_Howe", "2026-10-03T04:00Z", "2:10am", ["10-04T02:30:00", "10-05T02:10:00"]],
    ["UTC", "2026-03-28T12:00Z", "2:30am", ["03-29T02:30:00", "03-30T02:30:00"]],
  ] as const;

  test.each(days)("in %s from %s on, %s runs once a day", (zone, from, when, times) => {
    const bench = new Bench({ when }, { zone, now: Date.parse(from) }).pass(2 * day);
    expect(bench.told).toEqual(times.map((time) => `due ${time}`));
  });

  test("do not change intervals", () => {
    const bench = new Bench({ hours: 6 }, { zone: "Europe/Berlin", now: Date.parse("2026-03-28T18:00Z") }).pass(
      13 * hour,
    );
    expect(bench.told).toEqual(["due 03-29T01:00:00", "due 03-29T08:00:00"]);
  });
});

describe("what keeps a job from running", () => {
  test("is noted with its reason", () => {
    expect(new Bench({ minutes: 10, dry_run: true }).pass(10 * minute).told).toEqual(["skip dry_run"]);
    expect(new Bench({ minutes: 10, range: { start: "1am", end: "2am" } }).pass(10 * minute).told).toEqual([
      "skip not_in_range",
    ]);
    const all = new Bench({ minutes: 10 }, { defaults: { enabled: false } }).pass(10 * minute);
    expect(all.told).toEqual(["skip disabled"]);
    expect(all.state.lastSkip).toEqual({ at: noon + 10 * minute, reason: "disabled" });
  });

  test("maxrunning", () => {
    const bench = new Bench({ minutes: 10, maxrunning: 2 });
    bench.running = 2;
    expect(bench.pass(10 * minute).told).toEqual(["skip maxrunning"]);
    bench.running = 1;
    expect(bench.pass(10 * minute).told.at(-1)).toBe("due 11-23T12:20:00");
  });

  test("a range to leave out, after which one run makes up for all", () => {
    const skipped = { minutes: 10, skip_during_range: { start: "12:05", end: "12:45" }, run_after_skip_range: true };
    const told = new Bench(skipped).pass(51 * minute).told;
    expect(told).toEqual([
      ...Array<string>(4).fill("skip in_skip_range"),
      "extra 11-23T12:45:01",
      "due 11-23T12:50:00",
    ]);
  });

  test("a word for one time, and another time instead", () => {
    const bench = new Bench({ minutes: 10 });
    bench.state = { ...bench.state, skips: [noon + 10 * minute], extra: [noon + 13 * minute] };
    expect(upcoming(bench.entry, bench.state, noDefaults, { now: noon, count: 3 })).toEqual([
      { at: noon + 10 * minute, skipped: "skip_explicit" },
      { at: noon + 13 * minute, skipped: null },
      { at: noon + 20 * minute, skipped: null },
    ]);
    expect(bench.pass(20 * minute).told).toEqual(["skip skip_explicit", "extra 11-23T12:13:00", "due 11-23T12:20:00"]);
  });
});

describe("splay", () => {
  test("puts a run off within its bounds", () => {
    const bench = new Bench({ minutes: 10, splay: { start: 30, end: 90 } });
    expect((nextLook(bench.state) ?? 0) - noon).toBe(10 * minute + 30_000);
    bench.random = 0.999;
    bench.pass(10 * minute + 30_000);
    expect((nextLook(bench.state) ?? 0) - noon).toBe(20 * minute + 90_000);
    expect(bench.told).toEqual(["due 11-23T12:10:00"]);
  });

  test("longer than the interval runs once for all times that pass meanwhile", () => {
    const bench = new Bench({ minutes: 1 }, { defaults: { splay: { fromS: 300, toS: 300 } } });
    expect(bench.pass(12 * minute).told).toEqual(["due 11-23T12:01:00", "due 11-23T12:07:00"]);
  });
});

describe("once", () => {
  test("runs once, and is not due any more", () => {
    const bench = new Bench({ once: "2026-11-23T12:10:00" }).pass(day);
    expect(bench.told).toEqual(["due 11-23T12:10:00"]);
    expect(nextLook(bench.state)).toBeUndefined();
  });

  test("that has just passed runs, and one of yesterday does not", () => {
    expect(new Bench({ once: "2026-11-23T11:59:30" }).told).toEqual(["due 11-23T11:59:30"]);
    expect(new Bench({ once: "2026-11-22T12:00:00" }).pass(hour).told).toEqual([]);
  });
});

describe("the state of a plan", () => {
  test("goes on where it was after a restart, and anew with other settings", () => {
    const bench = new Bench({ minutes: 10 });
    bench.state = { ...bench.state, skips: [1], extra: [noon + day], owed: [noon - day] };
    const kept = packPlan(bench.state, "a");

    expect(openPlan(kept, "a")).toEqual({ ...bench.state, lookedAt: null });
    expect(openPlan(kept, "b")).toEqual({ ...freshPlan, skips: [1], extra: [noon + day] });
    expect(openPlan(null, "a")).toEqual(freshPlan);
    expect(openPlan(Uint8Array.of(0xc1), "a")).toEqual(freshPlan);
  });

  test("in a wild walk of the clock no time is decided on twice, and the next one is always ahead", () => {
    const timing = fc.constantFrom<object>(
      { minutes: 7 },
      { cron: "*/15 * * * *" },
      { cron: "30 2 * * *" },
      { when: ["2:30am", "Sunday 1:15am", "2026-10-25 02:10"] },
      { seconds: 90, splay: 20 },
    );
    const walk = fc.array(fc.oneof(fc.integer({ min: 1, max: 7200 }), fc.integer({ min: -7200, max: 90_000 })), {
      maxLength: 30,
    });
    const policy = fc.constantFrom("skip", "once", "all");
    fc.assert(
      fc.property(fc.constantFrom(...testZoneNames), timing, policy, walk, (zone, settings, missed, steps) => {
        const bench = new Bench(
          { ...settings, missed, maxrunning: 100 },
          { zone, now: Date.parse("2026-10-24T22:00Z") },
        );
        const decided: number[] = [];
        for (const step of steps) {
          bench.now += step * 1000;
          for (const one of bench.look()) if (one.kind !== "missed") decided.push(one.dueAt);
          expect(nextLook(bench.state) ?? bench.now + 1).toBeGreaterThan(bench.now);
        }
        // What follows the time that passes runs again at an hour that comes again.
        const isFixed = "when" in settings || ("cron" in settings && settings.cron === "30 2 * * *");
        if (isFixed) expect(new Set(decided).size).toBe(decided.length);
        expect(bench.state.owed.length).toBeLessThanOrEqual(maxOwed);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 3000 },
    );
  });
});
