import { memoryStore } from "@salina/store";
import { encode, toValue } from "@salina/wire";
import { expect, test } from "vitest";
import { settle } from "../testing/hand-clock.js";
import { SchedulerBench } from "./testing/test-scheduler.js";

const minute = 60_000;
const hour = 60 * minute;
const everyTen = { function: "jobs.active", minutes: 10 };
const packed = (settings: object) => encode(toValue(settings));
const outcomes = async ({ scheduler }: SchedulerBench, name = "a") =>
  (await scheduler.history(name, { limit: 10 })).map(({ outcome, cause }) => `${cause} ${outcome}`);

test("a job runs when it is due, and is kept with its end and its next time", async () => {
  const bench = new SchedulerBench({ a: everyTen });
  await bench.scheduler.start();
  await bench.clock.advance(10 * minute);
  expect(bench.called).toEqual(["a jobs.active"]);
  expect(bench.scheduler.get("a")).toMatchObject({ running: 1, lastRun: { outcome: "running" } });

  bench.end();
  await settle();
  expect(bench.scheduler.get("a")).toMatchObject({
    running: 0,
    lastRun: { outcome: "succeeded", dueAt: Date.parse("2026-11-23T12:10:00Z") },
    nextRunAt: Date.parse("2026-11-23T12:20:00Z"),
  });
  expect(bench.tags).toEqual(["salina/schedule/a/start", "salina/schedule/a/end"]);
  expect(bench.alerts).toEqual([]);
});

test("a failure is an event and an alert, with its reason and its minions", async () => {
  const bench = new SchedulerBench({ a: { ...everyTen, target: "*", function: "x.y" } });
  await bench.scheduler.start();
  await bench.clock.advance(10 * minute);
  bench.end({ ok: false, reason: "node1 is offline", minions: ["node1"] });
  await settle();

  expect(bench.tags.at(-1)).toBe("salina/schedule/a/failed");
  expect(bench.alerts).toMatchObject([
    { fun: "x.y", run: { outcome: "failed", reason: "node1 is offline", minions: ["node1"] } },
  ]);
});

test("no more than maxrunning run at once", async () => {
  const bench = new SchedulerBench({ a: everyTen });
  await bench.scheduler.start();
  await bench.clock.advance(30 * minute);
  expect(bench.called).toHaveLength(1);
  expect(bench.scheduler.get("a")?.lastSkip).toMatchObject({ reason: "maxrunning" });
  await expect(bench.scheduler.run("a")).rejects.toMatchObject({ code: "master-busy" });

  bench.end();
  await bench.clock.advance(10 * minute);
  expect(bench.called).toHaveLength(2);
});

test("what is missed while the master is away is made up for, one after the other", async () => {
  const { schedules: store } = memoryStore();
  const jobs = { a: { function: "jobs.active", cron: "0 3 * * *", missed: "all" } };
  const before = new SchedulerBench(jobs, { store });
  await before.scheduler.start();
  before.scheduler.stop();
  await before.clock.advance(50 * hour);

  const after = new SchedulerBench(jobs, { store, clock: before.clock });
  await after.scheduler.start();
  await settle();
  expect(after.called).toHaveLength(1);
  after.end();
  await settle();
  expect(after.called).toHaveLength(2);
  after.end();
  await settle();
  expect(await outcomes(after)).toEqual(["missed succeeded", "missed succeeded"]);
});

test("what is missed and not made up for is told", async () => {
  const { schedules: store } = memoryStore();
  const before = new SchedulerBench({ a: everyTen }, { store });
  await before.scheduler.start();
  before.scheduler.stop();
  await before.clock.advance(hour + minute * 5);

  const after = new SchedulerBench({ a: everyTen }, { store, clock: before.clock });
  await after.scheduler.start();
  await settle();
  expect(after.called).toEqual([]);
  expect(after.tags).toEqual(["salina/schedule/a/missed"]);
  expect(after.alerts).toMatchObject([{ run: { outcome: "missed", count: 6 } }]);
  expect(await outcomes(after)).toEqual(["due missed"]);
});

test("no due time runs twice when the master ends while it runs: a runner is interrupted, minions are followed", async () => {
  const { schedules: store } = memoryStore();
  const jobs = { a: { ...everyTen, missed: "once" }, b: { ...everyTen, function: "x.y", target: "*" } };
  const before = new SchedulerBench(jobs, { store, jid: "20261123121000000000" });
  await before.scheduler.start();
  await before.clock.advance(10 * minute);
  expect(before.called).toHaveLength(2);
  before.scheduler.stop();
  before.end();

  const after = new SchedulerBench(jobs, { store, clock: before.clock });
  await after.scheduler.start();
  await settle();
  expect(after.called).toEqual([]);
  expect(after.rejoined).toEqual(["20261123121000000000"]);
  expect(await outcomes(after)).toEqual(["due interrupted"]);
  expect(after.alerts).toMatchObject([{ run: { name: "a", outcome: "interrupted" } }]);
  after.end();
  await settle();
  expect(await outcomes(after, "b")).toEqual(["due succeeded"]);
});

test("what cannot be stored does not run, and is told", async () => {
  const { schedules } = memoryStore();
  const store = { ...schedules, save: () => Promise.reject(new Error("the disk is full")) };
  const bench = new SchedulerBench({ a: everyTen }, { store });
  await bench.scheduler.start();
  await bench.clock.advance(10 * minute);

  expect(bench.called).toEqual([]);
  expect(bench.alerts).toMatchObject([
    { run: { outcome: "failed", reason: "it could not be recorded: the disk is full" } },
  ]);
  expect(bench.scheduler.get("a")).toMatchObject({ running: 0 });
});

test("run_on_start runs once for each start, whatever its range says", async () => {
  const range = { start: "1am", end: "2am" };
  const bench = new SchedulerBench({
    a: { ...everyTen, run_on_start: true, range },
    b: { function: "jobs.active", run_on_start: true },
  });
  await bench.scheduler.start();
  await bench.clock.advance(hour);
  expect(bench.called).toEqual(["a jobs.active", "b jobs.active"]);
});

test("jobs that are added stay over a restart; those of the config are changed there", async () => {
  const { schedules: store } = memoryStore();
  const first = new SchedulerBench({ a: everyTen }, { store });
  await first.scheduler.start();
  const added = await first.scheduler.add("b", packed(everyTen));
  await first.scheduler.setEnabled("a", false);
  await expect(first.scheduler.add("b", packed(everyTen))).rejects.toMatchObject({ code: "schedule-exists" });
  await expect(first.scheduler.remove("a")).rejects.toMatchObject({ code: "schedule-in-config" });
  await expect(first.scheduler.replace("b", packed(everyTen), { ifVersion: "x" })).rejects.toMatchObject({
    code: "schedule-changed",
  });
  first.scheduler.stop();

  const second = new SchedulerBench({ a: everyTen }, { store, clock: first.clock });
  await second.scheduler.start();
  expect(second.scheduler.list()).toMatchObject([
    { name: "a", origin: "config", enabled: false, nextRunAt: null },
    { name: "b", origin: "added", enabled: true, version: added.version, nextRunAt: added.nextRunAt },
  ]);
  await second.scheduler.remove("b");
  expect((await store.all()).map(({ name }) => name)).toEqual(["a"]);
  second.scheduler.stop();

  const third = new SchedulerBench({}, { store, clock: first.clock });
  await third.scheduler.start();
  expect([third.scheduler.list(), await store.all()]).toEqual([[], []]);
});

test("a job that cannot be used is refused with all that is wrong, and changes nothing", async () => {
  const bench = new SchedulerBench();
  await bench.scheduler.start();
  const add = (settings: object) => bench.scheduler.add("b", packed(settings));
  for (const [settings, text] of [
    [{ function: "no.such", minutes: 1 }, "there is no runner no.such; with `target`"],
    [{ ...everyTen, rnage: 1 }, "`rnage`: there is no such setting"],
    [{ ...everyTen, cron: "x" }, "cannot stand beside `minutes`"],
    [{ ...everyTen, args: ["x".repeat(70_000)] }, "larger than 64 KiB"],
  ] as const) {
    await expect(add(settings)).rejects.toThrow(text);
  }
  await expect(bench.scheduler.add("b", Uint8Array.of(0xc1))).rejects.toMatchObject({ code: "invalid-schedule" });
  expect(bench.scheduler.list()).toEqual([]);
});

test("a change of settings plans anew, and lets what runs end", async () => {
  const bench = new SchedulerBench();
  await bench.scheduler.start();
  await bench.scheduler.add("a", packed(everyTen));
  await bench.clock.advance(10 * minute);
  const changed = await bench.scheduler.replace("a", packed({ ...everyTen, minutes: 3 }));
  expect(changed).toMatchObject({ running: 1, nextRunAt: bench.clock.now() + 3 * minute });
  bench.end();
  await settle();
  expect(await outcomes(bench)).toEqual(["due succeeded"]);
  expect(bench.scheduler.get("a")?.running).toBe(0);
});

test("all of it can be disabled, which a restart remembers", async () => {
  const { schedules: store } = memoryStore();
  const bench = new SchedulerBench({ a: everyTen }, { store });
  await bench.scheduler.start();
  await bench.scheduler.setAllEnabled(false);
  await bench.clock.advance(hour);
  bench.scheduler.stop();
  const after = new SchedulerBench({ a: everyTen }, { store, clock: bench.clock });
  await after.scheduler.start();
  expect([bench.called, after.scheduler.enabled, after.scheduler.get("a")?.nextRunAt]).toEqual([[], false, null]);
});

test("a run by hand is one more run; a postponed one takes the place of its time", async () => {
  const bench = new SchedulerBench({ a: everyTen });
  await bench.scheduler.start();
  expect(await bench.scheduler.run("a")).toMatchObject({ cause: "asked", outcome: "running" });
  bench.end();
  await settle();
  const start = bench.clock.now();
  await bench.scheduler.postpone("a", start + 10 * minute, start + 12 * minute);
  await bench.scheduler.skip("a", start + 20 * minute);
  await bench.clock.advance(15 * minute);
  bench.end();
  await bench.clock.advance(10 * minute);
  expect(await outcomes(bench)).toEqual(["extra succeeded", "asked succeeded"]);
});

test("a job of the config that cannot be read is a warning, and its history stays", async () => {
  const { schedules: store } = memoryStore();
  await store.save({ name: "a", settings: null, enabled: null, state: null }, [], 1);
  const bench = new SchedulerBench({ a: { function: "jobs.active", cron: "x" }, b: everyTen }, { store });
  await bench.scheduler.start();
  expect(bench.warnings.join("")).toContain("schedule: a: `cron`:");
  expect(bench.scheduler.list().map(({ name }) => name)).toEqual(["b"]);
  expect((await store.all()).map(({ name }) => name)).toContain("a");
});
