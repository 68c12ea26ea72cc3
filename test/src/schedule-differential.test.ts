import { freshPlan, look, noDefaults, openZone, readEntry } from "@salina/master/schedule";
import { toValue } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "./support/salt-python.js";

/** Looks at stock's schedule at each moment, with the machine's clock where the case says. */
const program = `
import datetime, json, logging, sys
import salt.config
import salt.utils.schedule as stock
logging.disable(50)
clock = [None]
parse = stock.dateutil_parser.parse
class Parser:
    def parse(self, text):
        return parse(text, default=clock[0].replace(hour=0, minute=0, second=0, microsecond=0))
stock.dateutil_parser = Parser()
def runs(case):
    opts = salt.config.DEFAULT_MASTER_OPTS.copy()
    opts.update({"id": "m", "__role": "master", "loop_interval": case["step"], "schedule": {"job": case["settings"]}})
    schedule = stock.Schedule(opts, {"jobs.active": lambda: None}, {}, new_instance=True)
    ran = []
    schedule._run_job = lambda func, data, jid=None: ran.append(clock[0].isoformat())
    schedule._check_max_running = lambda func, data, opts, now: data
    start = datetime.datetime.fromisoformat(case["start"])
    for n in range(case["looks"]):
        clock[0] = start + datetime.timedelta(seconds=n * case["step"])
        schedule.eval(now=clock[0])
    return ran
print(json.dumps([runs(case) for case in json.load(sys.stdin)]))
`;

interface Case {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly start: string;
  /** Seconds between two looks. */
  readonly step: number;
  readonly looks: number;
}

const monday = "2026-11-23T12:00:00";
const thirtyHours = { start: monday, step: 60, looks: 1800 };
const threeWeeks = { start: monday, step: 600, looks: 3024 };
const office = { start: "8:00am", end: "5:00pm" };

function make(frame: Omit<Case, "settings">, ...settings: object[]): Case[] {
  return settings.map((one) => ({ ...frame, settings: { function: "jobs.active", ...one } }));
}

const same: readonly Case[] = [
  ...make(
    thirtyHours,
    { minutes: 7 },
    { hours: 5, minutes: 30 },
    { days: 1 },
    { seconds: 5400 },
    { cron: "0 3 * * *" },
    { cron: "*/25 8-17 * * 1-5" },
    { cron: "15 0,12 23,25 nov *" },
    { cron: "30 6 24 * tue" },
    { when: "5:00pm" },
    { when: ["5:00pm", "6:30am", "17:45"] },
    { when: "Nov 24, 2026 4:30am" },
    { when: "2026-11-24 04:30:00" },
    { once: "2026-11-22T04:30:00" },
    { cron: "*/20 * * * *", range: office },
    { cron: "*/20 * * * *", range: { ...office, invert: true } },
    { cron: "*/20 * * * *", range: { start: "2026-11-24 01:00", end: "2026-11-24 03:00" } },
    { cron: "*/20 * * * *", skip_during_range: office },
    { minutes: 20, skip_during_range: office },
    { cron: "0 * * * *", until: "2026-11-24T02:00:00" },
    { cron: "0 * * * *", after: "2026-11-24T02:00:00" },
    { cron: "0 * * * *", enabled: false },
  ),
  ...make(threeWeeks, { when: "Monday 5:00pm" }, { when: ["Tuesday 9am", "Friday 9:30pm"] }, { cron: "0 4 * * 0" }),
];

function ours({ settings, start, step, looks }: Case): readonly string[] {
  const zone = openZone("UTC");
  if (!zone) throw new Error("no UTC");
  const read = readEntry("job", toValue(settings), { zone, alerts: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const entry = { ...read.entry, maxRunning: null };
  const ran: string[] = [];
  let state = freshPlan;
  for (let n = 0; n < looks; n++) {
    const now = Date.parse(`${start}Z`) + n * step * 1000;
    const seen = look(entry, state, { now, defaults: noDefaults, running: 0, random: Math.random });
    state = seen.state;
    if (seen.decisions.some(({ kind }) => kind === "run")) ran.push(new Date(now).toISOString().slice(0, 19));
  }
  return ran;
}

const python = findSaltPython("salt.utils.schedule, croniter, dateutil");

describe.skipIf(python.missing !== null)(
  `beside stock's scheduler${python.missing ? `: ${python.missing}` : ""}`,
  () => {
    test("jobs run at the same times", () => {
      const stock = askPython(python, program, same) as string[][];

      const differing = same.flatMap((one, n) => {
        const [theirs, own] = [stock[n] ?? [], ours(one)];
        return JSON.stringify(theirs) === JSON.stringify(own) ? [] : [{ settings: one.settings, theirs, own }];
      });
      expect(differing).toEqual([]);
      // Nearly all of them run at all.
      expect(stock.filter((times) => times.length > 0).length).toBeGreaterThan(same.length - 4);
    });

    test("what is different is meant to be", () => {
      const cases = make(
        thirtyHours,
        // Stock runs an interval that a range has held up as soon as the range begins; here it keeps its beat.
        { minutes: 50, range: { start: "3:15pm", end: "4:00pm" } },
        // Stock refuses a range over midnight at each look.
        { cron: "0 */2 * * *", range: { start: "22:00", end: "5:00" } },
        // Stock runs after a skipped range one interval of its loop later: the same where that is a minute.
        { cron: "*/30 * * * *", skip_during_range: { start: "1:05pm", end: "1:35pm" }, run_after_skip_range: true },
        // Stock runs what is due once twice, where it looks at the very second.
        { once: "2026-11-24T04:30:00" },
        { once: "24.11.2026 4.30 PM", once_fmt: "%d.%m.%Y %I.%M %p" },
      );
      const stock = askPython(python, program, cases) as string[][];
      const [beat = [], night = [], after = [], ...once] = cases.map(ours);

      expect([stock[0]?.[0], beat[0]]).toEqual(["2026-11-23T15:15:00", "2026-11-23T15:20:00"]);
      expect([stock[1], night.slice(0, 4)]).toEqual([
        [],
        ["2026-11-23T22:00:00", "2026-11-24T00:00:00", "2026-11-24T02:00:00", "2026-11-24T04:00:00"],
      ]);
      expect(stock.slice(3)).toEqual([
        ["2026-11-24T04:30:00", "2026-11-24T04:31:00"],
        ["2026-11-24T16:30:00", "2026-11-24T16:31:00"],
      ]);
      expect(once).toEqual([["2026-11-24T04:30:00"], ["2026-11-24T16:30:00"]]);
      expect([stock[2]?.slice(0, 3), after.slice(0, 3)]).toEqual([
        ["2026-11-23T12:30:00", "2026-11-23T13:00:00", "2026-11-23T13:36:00"],
        ["2026-11-23T12:30:00", "2026-11-23T13:00:00", "2026-11-23T13:36:00"],
      ]);
    });
  },
);
