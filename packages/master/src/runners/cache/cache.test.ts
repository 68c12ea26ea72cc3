import { encode } from "@salina/wire";
import { beforeEach, expect, test } from "vitest";
import { RunnerBench } from "../testing/runner-bench.js";

let bench: RunnerBench;
beforeEach(async () => {
  bench = await RunnerBench.make();
});

test("cache.grains, cache.pillar and cache.mine give what is known", async () => {
  expect(await bench.run("cache.grains")).toMatchObject({ web1: { os: "Debian" }, web2: { os: "Arch" } });
  expect(await bench.run("cache.pillar", "*", { tgt_type: "glob", other: 1 })).toEqual({ web1: { a: 1 } });
  await bench.store.mine.update("web2", [["a", encode(1)]], { clear: false });
  expect(await bench.run("cache.mine", "*")).toEqual({ web1: { ip: "10.0.0.1" }, web2: { a: 1 } });
});

test("cache.clear_* without a target does nothing, as in stock", async () => {
  for (const fun of ["clear_grains", "clear_pillar", "clear_mine", "clear_mine_func", "clear_all"]) {
    expect(await bench.run(`cache.${fun}`)).toBe(false);
  }
  expect(await bench.run("cache.pillar")).toEqual({ web1: { a: 1 } });
  expect(await bench.run("cache.mine")).toEqual({ web1: { ip: "10.0.0.1" } });
});

test("cache.clear_pillar and clear_grains forget the one, and keep the other", async () => {
  expect(await bench.run("cache.clear_pillar", "*")).toBe(true);
  expect(await bench.run("cache.pillar")).toEqual({});
  expect(await bench.run("cache.grains")).toMatchObject({ web1: { os: "Debian" } });
  expect(bench.forgotten).toEqual(["web1", "web2"]);
  expect(await bench.run("cache.clear_grains", "*")).toBe(true);
  expect(await bench.run("cache.grains")).toEqual({ web1: {}, web2: {} });
});

test("cache.clear_mine_func takes one function out, clear_mine and clear_all everything", async () => {
  const put = () => bench.store.mine.update("web1", [["a", encode(1)]], { clear: false });
  await put();
  expect(await bench.run("cache.clear_mine_func", "*", { clear_mine_func_flag: "ip" })).toBe(true);
  expect(await bench.run("cache.mine")).toEqual({ web1: { a: 1 } });
  expect(await bench.run("cache.clear_mine", "*")).toBe(true);
  expect(await bench.run("cache.mine")).toEqual({});
  await put();
  expect(await bench.run("cache.clear_all", "*")).toBe(true);
  expect([await bench.run("cache.mine"), await bench.run("cache.pillar")]).toEqual([{}, {}]);
});

test("cache.clear_git_lock knows the roles of stock, and has no locks", async () => {
  expect(await bench.run("cache.clear_git_lock", "gitfs", { type: "update" })).toBe("No locks were removed");
  await expect(bench.run("cache.clear_git_lock", "svn")).rejects.toThrow("Invalid role 'svn'");
});
