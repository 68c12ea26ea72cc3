import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

/** Minions that have others do something: `publish.*` of stock minions, as far as `peer` lets them. */
const releases = { new1: "3008.5", old1: "3006.8", other: "3007.17" } as const;
const ids = Object.keys(releases) as (keyof typeof releases)[];
let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.make();
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      minimum_auth_version: 0,
      peer_run: { new1: ["manage.present", "mine.get"] },
      peer: { "new.*": ["test.*"], old1: [{ "o*": ["test.ping", { "test.arg": { args: ["yes"] } }] }] },
    },
  });
  const minions = await Promise.all(
    ids.map((id) => bench.startMinion(id, { release: releases[id], grains: { kind: id === "new1" ? "new" : "old" } })),
  );
  for (const minion of minions) await bench.isReady(minion);
});

afterAll(() => bench.end());

async function run(target: string, ...words: string[]): Promise<unknown> {
  const { stdout, stderr } = await bench.master.salt(["--static", "--out=json", "-t", "60", target, ...words]);
  if (stderr !== "") throw new Error(stderr);
  return (JSON.parse(stdout) as Record<string, unknown>)[target];
}

test("a minion that may has all others answer", async () => {
  expect(await run("new1", "publish.publish", "*", "test.ping", "timeout=3")).toEqual({
    new1: true,
    old1: true,
    other: true,
  });
  expect(await run("new1", "publish.full_data", "old1", "test.echo", "hello", "timeout=3")).toEqual({
    old1: { ret: "hello" },
  });
});

test("arguments and grains as target", async () => {
  expect(
    await run("new1", "publish.publish", "kind:old", "test.arg", "[1, a, k=v]", "tgt_type=grain", "timeout=3"),
  ).toEqual({
    old1: { args: [1, "a"], kwargs: expect.objectContaining({ k: "v" }) },
    other: { args: [1, "a"], kwargs: expect.objectContaining({ k: "v" }) },
  });
});

test("what is not allowed is answered by nothing", async () => {
  expect(await run("new1", "publish.publish", "*", "cmd.run", "id", "timeout=2")).toEqual({});
  expect(await run("other", "publish.publish", "*", "test.ping", "timeout=2")).toEqual({});
  expect(await run("old1", "publish.publish", "*", "test.ping", "timeout=2")).toEqual({});
  expect(await run("old1", "publish.publish", "o*", "test.arg", "no", "timeout=2")).toEqual({});
  expect(await run("old1", "publish.publish", "o*", "test.ping", "timeout=3")).toEqual({ old1: true, other: true });
});

test("a runner runs for whom peer_run lets, and for nobody else", async () => {
  expect(await run("new1", "publish.runner", "manage.present")).toEqual(["new1", "old1", "other"]);
  expect(await run("new1", "publish.runner", "cache.grains")).toEqual({});
  expect(await run("old1", "publish.runner", "manage.present")).toEqual({});
});

test("salt-run runs the same runners for operators, and shows events", async () => {
  const asked = (...words: string[]) => bench.master.saltRun(["--out=json", ...words]);
  expect(JSON.parse((await asked("manage.present")).stdout)).toEqual(["new1", "old1", "other"]);
  expect(JSON.parse((await asked("cache.grains", "tgt=kind:new", "tgt_type=grain")).stdout)).toMatchObject({
    new1: { kind: "new" },
  });
  await run("new1", "mine.send", "test.echo", "mined");
  expect(JSON.parse((await asked("mine.get", "*", "test.echo")).stdout)).toEqual({ new1: "mined" });
  expect((await asked("manage.not_present")).stdout).toBe("");

  const unknown = await bench.master.saltRun(["no.such"]);
  expect(unknown).toMatchObject({ code: 1, stdout: "'no.such' is not available.\n" });
  expect((await bench.master.saltRun(["mine.get"])).stdout).toContain("Exception occurred in runner mine.get");
  expect((await bench.master.saltRun(["-d", "manage"])).stdout).toContain("manage.present:");

  const watching = bench.master.saltRun(["state.event", "salt/run/", "count=2"]);
  const ended = Promise.race([watching, new Promise((resolve) => setTimeout(resolve, 60_000))]);
  for (let i = 0; i < 20; i++) await bench.master.saltRun(["manage.present"]);
  const { stdout } = (await ended) as { stdout: string };
  expect(stdout.split("\n").map((one) => one.split("\t")[0])).toEqual([
    expect.stringMatching(/^salt\/run\/\d{20}\/(new|ret)$/),
    expect.stringMatching(/^salt\/run\/\d{20}\/(new|ret)$/),
    "",
  ]);
  expect(JSON.parse(stdout.split("\n")[0]?.split("\t")[1] ?? "")).toMatchObject({ fun: "runner.manage.present" });
});
