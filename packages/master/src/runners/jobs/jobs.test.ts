import { encode, toValue } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { first, job, RunnerBench, result, second } from "../testing/runner-bench.js";

let bench: RunnerBench;
beforeEach(async () => {
  bench = await RunnerBench.make();
});

const about = {
  Function: "test.arg",
  Arguments: ["a", 1],
  Target: "web*",
  "Target-type": "glob",
  User: "root",
  StartTime: "2026, Nov 23 01:25:50.814006",
};
const Result = { web1: { return: "yes", retcode: 0, success: true } };

describe("one job", () => {
  test("jobs.lookup_jid gives what it gave", async () => {
    expect(await bench.run("jobs.lookup_jid", first)).toEqual({ web1: "yes" });
    expect(await bench.run("jobs.lookup_jid", first, { missing: true, returned: false })).toEqual({
      web2: "Minion did not return",
    });
    await bench.run("jobs.lookup_jid", first, { display_progress: true });
    expect(bench.progress).toEqual([{ message: "web1" }]);
  });

  test("a job whose minions asked for an outputter is shown with it", async () => {
    bench.jobs = [job(first, "state.apply", "*", { results: [result("web1", { a: 1 }, { out: "highstate" })] })];
    expect(await bench.run("jobs.lookup_jid", first)).toEqual({ outputter: "highstate", data: { web1: { a: 1 } } });
  });

  test("jobs.list_job, print_job and exit_success show it", async () => {
    const whole = { ...about, Minions: ["web1", "web2"], Result };
    expect(await bench.run("jobs.list_job", first)).toEqual({ jid: first, ...whole });
    expect(await bench.run("jobs.print_job", first)).toEqual({ [first]: whole });
    expect(await bench.run("jobs.exit_success", first)).toEqual({ web1: true, web2: false });
  });
});

describe("many jobs", () => {
  const ids = async (search: object) => Object.keys((await bench.run("jobs.list_jobs", search)) as object);

  test("jobs.list_jobs looks for functions, targets and times; of a compound job any function counts", async () => {
    expect(await ids({})).toEqual([first, second]);
    expect(await ids({ search_function: "cmd.*" })).toEqual([second]);
    expect(await ids({ search_function: "test.arg,cmd.run" })).toEqual([first, second]);
    expect(await ids({ search_target: ["web*"] })).toEqual([first]);
    expect(await ids({ start_time: "2026-11-24" })).toEqual([]);
    expect(await ids({ end_time: "2026-11-24" })).toEqual([first, second]);
  });

  test("jobs.list_jobs looks for minions, outcomes, states of a state run, users and states of jobs", async () => {
    const ran = (result: boolean) => ({
      "pkg_|-nginx_|-nginx_|-installed": { __id__: "nginx", result, changes: {} },
    });
    bench.jobs = [
      job(second, "state.apply", "*", {
        results: [result("web1", ran(true)), result("web2", ran(false), { outcome: "failed" })],
      }),
      job(first, "state.apply", "*", {
        user: "ann",
        state: "failed",
        results: [result("web1", ran(true)), result("db1", 1)],
      }),
    ];
    expect(await ids({ search_minion: "db1" })).toEqual([first]);
    expect(await ids({ search_minion: ["web2"], search_outcome: "failed" })).toEqual([second]);
    expect(await ids({ search_state_id: "nginx" })).toEqual([first, second]);
    expect(await ids({ search_state_id: "nginx", search_state_result: "failed" })).toEqual([second]);
    expect(await ids({ search_state_id: "nginx", search_state_result: "failed", search_minion: "web1" })).toEqual([]);
    expect(await ids({ search_user: "ann" })).toEqual([first]);
    expect(await ids({ search_job_state: "failed" })).toEqual([first]);
    expect(await ids({ limit: 1 })).toEqual([second]);
  });

  test("a search for what cannot be is refused by the name of the argument", async () => {
    await expect(ids({ search_outcome: "nice" })).rejects.toThrow(
      "'search_outcome' has to be one of running, returned",
    );
    await expect(ids({ search_state_result: "failed" })).rejects.toThrow("needs 'search_state_id'");
    await expect(ids({ search_state_id: "a", search_state_result: "x" })).rejects.toThrow("'search_state_result'");
    await expect(ids({ start_time: "soon" })).rejects.toThrow("'start_time' is no time");
  });

  test("metadata is found where it was published with, and among the arguments", async () => {
    bench.jobs = [
      job(second, "test.ping", "*", { metadata: encode(toValue({ ticket: 7 })) }),
      job(first, "test.ping", "*", { arg: encode([toValue({ __kwarg__: true, metadata: { ticket: 8 } })]) }),
    ];
    expect(await ids({ search_metadata: { ticket: 7 } })).toEqual([second]);
    expect(await ids({ search_metadata: { ticket: 8, other: 1 } })).toEqual([first]);
    expect(await bench.run("jobs.print_job", second)).toMatchObject({ [second]: { Metadata: { ticket: 7 } } });
  });

  test("jobs.list_jobs_filter gives the newest, oldest of them first", async () => {
    expect(Object.keys((await bench.run("jobs.list_jobs_filter", 1)) as object)).toEqual([second]);
    expect(Object.keys((await bench.run("jobs.list_jobs_filter", 10)) as object)).toEqual([first, second]);
  });

  test("jobs.last_run shows the latest that matches, and False where none does", async () => {
    expect(await bench.run("jobs.last_run", { function: "test.arg" })).toEqual({
      [first]: { ...about, Minions: ["web1", "web2"], Result },
    });
    expect(await bench.run("jobs.last_run", { function: "no.such" })).toBe(false);
  });
});

test("jobs.active puts together what minions say", async () => {
  bench.answers.set("saltutil.running", [
    result("web1", [{ jid: first, fun: "test.sleep", arg: [9], tgt: "*", tgt_type: "glob", user: "ann", pid: 4 }]),
    result("web2", [{ jid: first, fun: "test.sleep", pid: 5 }, "rubbish", { jid: 3 }]),
  ]);
  expect(await bench.run("jobs.active")).toEqual({
    [first]: {
      Function: "test.sleep",
      Arguments: [9],
      Target: "*",
      "Target-type": "glob",
      User: "ann",
      StartTime: about.StartTime,
      Running: [{ web1: 4 }, { web2: 5 }],
      Returned: ["web1"],
    },
  });
});

test("jobs.master shows what the master runs, without itself", async () => {
  const call = { fun: "runner.x.y", user: "ann", arg: [1], startedAt: 0, durable: true };
  bench.running = [
    { ...call, jid: first },
    { ...call, jid: second },
  ];
  expect(await bench.runWith({ jid: second }, "jobs.master")).toEqual([
    { fun: "runner.x.y", jid: first, user: "ann", fun_args: [1], pid: process.pid },
  ]);
});

test.each([["../../x"], ["20990101000000000000"], [""]])("there is no job %j", async (jid) => {
  await expect(bench.run("jobs.lookup_jid", jid)).rejects.toThrow(`There is no job ${JSON.stringify(jid)}`);
});
