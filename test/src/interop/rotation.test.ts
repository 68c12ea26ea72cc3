import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

// One minion of each era that signs its replies: a new shared key must not cost either of them a job.
let bench: TestBench;
const publishSessionS = 15;

beforeAll(async () => {
  bench = await TestBench.make();
  await bench.startMaster({
    extraConfig: { auto_accept: true, loop_interval: 1, publish_session: publishSessionS, ping_on_rotate: true },
  });
  const minions = await Promise.all([
    bench.startMinion("new1"),
    bench.startMinion("old1", { release: "3006.8" }),
    bench.startMinion("other", { release: "3007.17" }),
  ]);
  await Promise.all(minions.map((minion) => bench.isReady(minion)));
  expect(await bench.ping("*")).toEqual(["new1", "old1", "other"]);
});

afterAll(() => bench.end());

const rotations = () => bench.master.log().split("key.rotated").length - 1;

async function rotated(by: () => Promise<unknown>, about: string): Promise<void> {
  const before = rotations();
  await by();
  await until(() => rotations() > before, { timeoutMs: 60_000, about });
}

test("the drop file of a stock `salt-key -d` rotates the key, and the next job is answered by all", async () => {
  const drop = join(bench.masterRoot, "cache", ".dfn");

  await rotated(async () => {
    await writeFile(drop, "");
    await chmod(drop, 0o400);
  }, "rotation by the drop file");
  // `ping_on_rotate`: the master's own job reaches everybody, under the new key.
  await until(() => /"fun":"test.ping","user":"salina"/.test(bench.master.log()), {
    timeoutMs: 20_000,
    about: "ping after the rotation",
  });

  expect(await bench.ping("*")).toEqual(["new1", "old1", "other"]);
});

test("deleting a key rotates, the others answer the next job, and a running job returns through it", async () => {
  const running = bench.master.salt(["--out=json", "--static", "-L", "new1,old1", "test.sleep", "6"]);
  await until(() => bench.master.log().includes("test.sleep"), { timeoutMs: 20_000, about: "running job" });

  await rotated(() => bench.master.saltKey(["-y", "-d", "other"]), "rotation by a deleted key");

  expect(await bench.ping("-L", "new1,old1")).toEqual(["new1", "old1"]);
  expect(JSON.parse((await running).stdout)).toEqual({ new1: true, old1: true });
});

test("an old key is made anew by itself (`publish_session`), and the next job is answered", async () => {
  await rotated(() => Promise.resolve(), "rotation by age");

  expect(await bench.ping("-L", "new1,old1")).toEqual(["new1", "old1"]);
});
