import { expect, test } from "vitest";
import { RunnerBench } from "../testing/runner-bench.js";

const daily = { function: "jobs.active", cron: "0 3 * * *", timezone: "Europe/Berlin" };

test("jobs are added, shown, changed and deleted", async () => {
  const bench = await RunnerBench.make();
  const added = await bench.run("schedule.add", "nightly", { ...daily, job_args: ["a"] });
  expect(added).toMatchObject({
    settings: { ...daily, args: ["a"] },
    origin: "added",
    next: "2026-11-24T03:00:00+01:00",
    last: null,
  });
  expect(await bench.run("schedule.list")).toEqual({ enabled: true, jobs: { nightly: added } });
  expect(await bench.run("schedule.modify", "nightly", { hours: 2, args: null })).toMatchObject({
    settings: { function: "jobs.active", hours: 2, timezone: "Europe/Berlin" },
  });
  expect(await bench.run("schedule.delete", "nightly")).toBe(true);
  await expect(bench.run("schedule.show", "nightly")).rejects.toThrow('no scheduled job "nightly"');
});

test("the next times are shown, with what was said of them", async () => {
  const bench = await RunnerBench.make();
  await bench.run("schedule.add", "nightly", daily);
  await bench.run("schedule.postpone", "nightly", "2026-11-24T03:00:00", "2026-11-24 05:00");
  await bench.run("schedule.skip", "nightly", "2026-11-25T03:00:00");
  expect(await bench.run("schedule.next", "nightly", { count: 3 })).toEqual([
    { at: "2026-11-24T03:00:00+01:00", skipped: "skip_explicit" },
    { at: "2026-11-24T05:00:00+01:00" },
    { at: "2026-11-25T03:00:00+01:00", skipped: "skip_explicit" },
  ]);
  await expect(bench.run("schedule.skip", "nightly", "soon")).rejects.toThrow("'time' is no date");
  await expect(bench.run("schedule.next", "nightly", { count: 0 })).rejects.toThrow("'count' has to be from 1 to 100");
});

test("jobs, and all of them, are enabled and disabled", async () => {
  const bench = await RunnerBench.make();
  await bench.run("schedule.add", "nightly", daily);
  expect(await bench.run("schedule.disable", "nightly")).toMatchObject({ enabled: false, next: null });
  expect(await bench.run("schedule.enable", "nightly")).toMatchObject({ enabled: true });
  expect(await bench.run("schedule.disable")).toBe(false);
  expect(await bench.run("schedule.list")).toMatchObject({ enabled: false });
});

test("a job runs by hand, and its runs are shown", async () => {
  const bench = await RunnerBench.make();
  await bench.run("schedule.add", "nightly", daily);
  const run = await bench.run("schedule.run_job", "nightly");
  expect(run).toMatchObject({ outcome: "running", cause: "asked", started: "2026-11-23T13:00:00+01:00" });
  expect(await bench.run("schedule.history", "nightly")).toEqual([run]);
});

test("with test=True nothing changes", async () => {
  const bench = await RunnerBench.make();
  await bench.run("schedule.add", "nightly", daily);
  const before = await bench.run("schedule.list");
  const tried = (fun: string, ...words: unknown[]) => bench.runWith({ test: true }, `schedule.${fun}`, ...words);
  await tried("add", "other", daily);
  await tried("modify", "nightly", { hours: 1 });
  await tried("delete", "nightly");
  await tried("disable", "nightly");
  await tried("disable");
  await tried("run_job", "nightly");
  await tried("skip", "nightly", "2026-11-24T03:00:00");
  await tried("postpone", "nightly", "2026-11-24T03:00:00", "2026-11-24 05:00");
  expect(await bench.run("schedule.list")).toEqual(before);
});
