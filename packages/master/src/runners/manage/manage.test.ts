import { beforeEach, expect, test } from "vitest";
import { RunnerBench, result } from "../testing/runner-bench.js";

let bench: RunnerBench;
beforeEach(async () => {
  bench = await RunnerBench.make();
});

test.each(["present", "list_state", "alived", "allowed", "joined", "reaped"])(
  "manage.%s names accepted minions that are there, its opposite the others",
  async (name) => {
    const opposite = name === "list_state" ? "list_not_state" : `not_${name}`;
    expect(await bench.run(`manage.${name}`)).toEqual(["web1"]);
    expect(await bench.run(`manage.${opposite}`)).toEqual(["web2"]);
    expect(await bench.run(`manage.${name}`, { subset: ["web2"] })).toEqual([]);
    expect(await bench.run(`manage.${opposite}`, "web2,web3")).toEqual(["web2"]);
    expect(bench.published).toEqual([]);
  },
);

test("show_ip gives the address that is connected", async () => {
  expect(await bench.run("manage.present", { show_ip: true })).toEqual({ web1: "10.0.0.2" });
});

test("manage.status pings, and parts who answers from who does not", async () => {
  expect(await bench.run("manage.status")).toEqual({ up: ["web1"], down: ["web2"] });
  expect(await bench.run("manage.up", { timeout: 7, gather_job_timeout: "3" })).toEqual(["web1"]);
  expect(bench.published.at(-1)).toMatchObject({ fun: "test.ping", timeoutMs: 7000, gatherTimeoutMs: 3000 });
  expect(await bench.run("manage.down", false, "web*", "glob")).toEqual(["web2"]);
});

test("manage.down removes keys only when it is told to, and not in a test", async () => {
  await bench.run("manage.down");
  await bench.runWith({ test: true }, "manage.down", { removekeys: true });
  expect(bench.deleted).toEqual([]);
  await bench.run("manage.down", { removekeys: true });
  expect(bench.deleted).toEqual(["web2"]);
});

test("manage.versions parts minions of the newest release from older ones", async () => {
  bench.answers.set("test.version", [
    result("a", "3006.8"),
    result("b", "3006.30"),
    result("c", undefined),
    result("d", "3006.30"),
    result("e", "broken", { retcode: 1 }),
    result("f", "3006.30rc1"),
  ]);
  expect(await bench.run("manage.versions")).toEqual({
    Master: "Salina 1.2.3",
    "Minion offline": { c: false, e: false },
    "Minion requires update": { a: "3006.8", f: "3006.30rc1" },
    "Up to date": { b: "3006.30", d: "3006.30" },
  });
});

test("manage.get_stats counts", async () => {
  expect(await bench.run("manage.get_stats")).toEqual({ accepted: 2, present: 1, not_present: 1 });
});
