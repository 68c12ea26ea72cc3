import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

/** What minions offer each other, push to the master and give back, with stock minions of eras 2 and 3. */
const releases = { new1: "3008.5", old1: "3006.8", other: "3007.17" } as const;
const ids = Object.keys(releases) as (keyof typeof releases)[];
let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.make();
  await bench.startMaster({ extraConfig: { auto_accept: true, file_recv: true, minimum_auth_version: 0 } });
  const minions = await Promise.all(
    ids.map((id) =>
      bench.startMinion(id, {
        release: releases[id],
        extraConfig: { mine_functions: { own_name: [{ mine_function: "grains.get" }, "id"] } },
      }),
    ),
  );
  for (const minion of minions) await bench.isReady(minion);
});

afterAll(() => bench.end());

async function run(target: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await bench.master.salt(["--static", "--out=json", "-t", "30", target, ...words]);
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}
const each = <Value>(value: (id: string) => Value) => Object.fromEntries(ids.map((id) => [id, value(id)]));

test("what one minion sends to the mine the others get, and it survives the death of the master", async () => {
  expect(await run("*", "mine.send", "test.echo", "offered")).toEqual(each(() => true));
  const offered = each(() => "offered");
  expect(await run("*", "mine.get", "*", "test.echo")).toEqual(each(() => offered));

  await bench.master.restart("SIGKILL");
  expect(await run("new1", "mine.get", "o*", "test.echo")).toEqual({ new1: { old1: "offered", other: "offered" } });
  expect(await run("new1", "mine.get", "new1,old1", "test.echo", "tgt_type=list")).toEqual({
    new1: { new1: "offered", old1: "offered" },
  });
});

test("functions of the config get into the mine, several are answered by function", async () => {
  await run("*", "mine.update");
  expect(await run("old1", "mine.get", "*", "own_name")).toEqual({ old1: each((id) => id) });
  await run("new1", "mine.send", "test.ping");
  expect(await run("other", "mine.get", "new*", "test.ping,own_name")).toEqual({
    other: { "test.ping": { new1: true }, own_name: { new1: "new1" } },
  });
});

test("an entry with `allow_tgt` is seen only by whom it names", async () => {
  await run("new1", "mine.send", "secret", "mine_function=test.echo", "text=hush", "allow_tgt=old1");
  expect(await run("*", "mine.get", "new1", "secret")).toEqual({ new1: {}, old1: { new1: "hush" }, other: {} });
});

test("a minion takes out of its mine what it has put in, and nothing of others", async () => {
  await run("*", "mine.send", "test.version");
  await run("new1", "mine.delete", "test.version");
  expect(Object.keys((await run("old1", "mine.get", "*", "test.version"))["old1"] as object).sort()).toEqual([
    "old1",
    "other",
  ]);
  await run("other", "mine.flush");
  expect(Object.keys((await run("old1", "mine.get", "*", "test.version"))["old1"] as object)).toEqual(["old1"]);
});

test("a pushed file arrives whole in the minion's own directory", async () => {
  const file = join(bench.directory, "pushed.bin");
  const content = Buffer.alloc(700_001, "0123456789ä");
  writeFileSync(file, content);
  expect(await run("*", "cp.push", file)).toEqual(each(() => true));
  for (const id of ids) {
    const arrived = readFileSync(join(bench.masterRoot, "cache", "minions", id, "files", file));
    expect(arrived.equals(content)).toBe(true);
  }
});

test("a minion that gives its key back is gone with its mine", async () => {
  await run("other", "mine.send", "test.ping");
  await run("other", "saltutil.revoke_auth");
  const accepted = async () => {
    const { stdout } = await bench.master.saltKey(["-l", "acc", "--out=json"]);
    return (JSON.parse(stdout) as { minions: string[] }).minions;
  };
  // auto_accept lets it in again at once: what has to be gone is what it had offered.
  await until(async () => (await accepted()).length >= 2, { timeoutMs: 20_000, about: "keys" });
  expect(Object.keys((await run("old1", "mine.get", "other", "test.ping"))["old1"] as object)).toEqual([]);
});
