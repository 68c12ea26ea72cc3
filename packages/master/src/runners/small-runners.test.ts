import { beforeEach, expect, test } from "vitest";
import { RunnerBench, result } from "./testing/runner-bench.js";

/** Modules of few functions: doc, error, fileserver, mine, pillar, survey. */
let bench: RunnerBench;
beforeEach(async () => {
  bench = await RunnerBench.make();
});

test("mine.get gives what minions offer, mine.update has them send it", async () => {
  expect(await bench.run("mine.get", "*", "ip")).toEqual({ web1: "10.0.0.1" });
  expect(await bench.run("mine.get", "*", ["ip"])).toEqual({ ip: { web1: "10.0.0.1" } });
  expect(await bench.run("mine.update", "*", { clear: true })).toEqual({ web1: true });
  expect(bench.published[0]).toMatchObject({ fun: "mine.update", target: { type: "glob", expression: "*" } });
});

test("fileserver.* lists what is served", async () => {
  expect(await bench.run("fileserver.envs")).toEqual(["base", "dev"]);
  expect(await bench.run("fileserver.envs", "roots")).toEqual(["base"]);
  expect(await bench.run("fileserver.envs", "-git")).toEqual(["base"]);
  expect(await bench.run("fileserver.file_list", "dev")).toEqual(["in-dev"]);
  expect(await bench.run("fileserver.dir_list")).toEqual(["d"]);
  expect(await bench.run("fileserver.empty_dir_list")).toEqual([]);
  expect(await bench.run("fileserver.symlink_list")).toEqual({ l: "d" });
  expect(await bench.run("fileserver.clear_file_list_cache")).toEqual({ roots: ["base"] });
  expect(await bench.run("fileserver.clear_lock")).toBe("No locks were removed");
});

test("fileserver.update fetches, but for backends that have nothing to fetch, and in a test", async () => {
  expect(await bench.run("fileserver.update", "roots")).toBe(true);
  expect(await bench.runWith({ test: true }, "fileserver.update")).toBe(true);
  expect(bench.fetched).toBe(0);
  await bench.run("fileserver.update", ["git"]);
  expect(bench.fetched).toBe(1);
});

test("pillar.show_pillar makes the pillar with the grains that the minion sent last, or with others", async () => {
  expect(await bench.run("pillar.show_pillar", "web1", { pillarenv: "dev" })).toEqual({
    for: "web1",
    os: "Debian",
    env: "dev",
  });
  expect(await bench.run("pillar.show_pillar", "web1", { os: "Plan 9" })).toMatchObject({ os: "Plan 9" });
  await expect(bench.run("pillar.show_pillar", "gone")).rejects.toThrow("no minion 'gone' with an accepted key");
});

test("pillar.show_top makes the top file alone; what is wrong with it is told, and given", async () => {
  expect(await bench.run("pillar.show_top", "web1")).toEqual({ top: "of web1" });
  await expect(bench.run("pillar.show_top", "gone")).rejects.toThrow("no minion 'gone' with an accepted key");
  bench.topErrors = ["no list of SLS names"];
  expect(await bench.run("pillar.show_top", "web1")).toEqual(["no list of SLS names"]);
  expect(bench.progress).toEqual([{ data: ["no list of SLS names"], outputter: "nested" }]);
});

test("pillar.*_pillar_cache are False where there is no cache, as in stock", async () => {
  expect(await bench.run("pillar.show_pillar_cache")).toBe(false);
  expect(await bench.run("pillar.clear_pillar_cache")).toBe(false);
});

test("doc.* gives the docs", async () => {
  expect(await bench.run("doc.runner")).toEqual({ "a.b": "Text." });
  expect(await bench.run("doc.wheel")).toEqual({});
  bench.answers.set("sys.doc", [result("web1", { "a.x": "X", bad: 1 }), result("web2", { "b.y": "Y" })]);
  expect(await bench.run("doc.execution")).toEqual({ "a.x": "X", "b.y": "Y" });
});

test("error.error fails as it is told to", async () => {
  expect(await bench.run("error.error")).toEqual({});
  await expect(bench.run("error.error", { name: "OSError", message: "away" })).rejects.toThrow("OSError: away");
});

test("survey.hash pools minions by what they return, the largest pool first", async () => {
  bench.answers.set("test.arg", [
    result("a", { x: [1, true] }),
    result("b", { x: [1, true] }),
    result("c", "other"),
    result("d", undefined),
  ]);
  const pools = [
    { pool: ["a", "b"], result: "{'x': [1, True]}" },
    { pool: ["c"], result: "other" },
  ];
  expect(await bench.run("survey.hash", "*", "test.arg", "one", { two: 2 })).toEqual(pools);
  expect(bench.published[0]).toMatchObject({ fun: "test.arg", target: { type: "compound", expression: "*" } });
  expect(await bench.run("survey.hash", "*", "test.arg", { survey_sort: "up" })).toEqual(pools.reverse());
});

test.each<[string, unknown[], string]>([
  ["jobs.list_jobs", [{ start_time: "soon" }], "'start_time' is no time"],
  ["no.such", [], "'no.such' is not available."],
  ["toString", [], "'toString' is not available."],
  ["__proto__", [], "'__proto__' is not available."],
  ["mine.get", [], "needs the argument 'tgt'"],
  ["mine.get", ["*", "ip", "glob", 1], "takes at most 3 arguments, 4 given"],
  ["mine.get", ["*", "ip", { tgt_type: ["glob"] }], "'tgt_type' has to be text"],
  ["manage.present", [{ nope: 1 }], "unexpected keyword argument 'nope'"],
  ["manage.up", [{ timeout: "long" }], "'timeout' has to be a number"],
  ["jobs.last_run", [{ metadata: "text" }], "'metadata' has to be a dictionary"],
])("%s %j is refused", async (fun, arg, message) => {
  await expect(bench.run(fun, ...arg)).rejects.toThrow(message);
});
