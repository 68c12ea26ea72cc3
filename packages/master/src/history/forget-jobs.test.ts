import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore, type Store } from "@salina/store";
import { encode } from "@salina/wire";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetJobs } from "./forget-jobs.js";

let store: Store;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "salina-history-"));
  store = await openSqliteStore({ file: join(directory, "salina.db") });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const jidOf = (n: number) => `202601010000${String(n).padStart(8, "0")}`;

async function addJob(n: number, { bytes = 10, ended = true } = {}): Promise<void> {
  const jid = jidOf(n);
  await store.jobs.create({
    jid,
    minions: ["node1"],
    missing: [],
    target: { type: "glob", expression: "*" },
    fun: "test.echo",
    arg: encode([]),
    user: "root",
    metadata: null,
    startedAt: n,
  });
  const value = encode("x".repeat(bytes));
  const answer = { jid, minion: "node1", value, retcode: 0, success: true, out: null, late: false, returnedAt: n };
  if (ended) await store.jobs.addReturn(answer);
  if (ended) await store.jobs.end(jid, n);
}

async function addRun(n: number): Promise<void> {
  const jid = jidOf(n);
  await store.runs.create({
    jid,
    name: "orch.x",
    user: "root",
    test: false,
    parent: null,
    startedAt: n,
    plan: encode([]),
  });
  await store.runs.setState(jid, "succeeded", n);
}

const forget = (limits: { keepMs: number; keepBytes: number }) => forgetJobs(store, 10_000, limits, () => false);
const kept = async () => (await store.jobs.list({ limit: 1000 })).jobs.map(({ jid }) => jid);

test("jobs and runs that are older than they are kept go, all of them", async () => {
  for (let n = 1; n <= 120; n++) await addJob(n);
  for (let n = 1; n <= 60; n++) await addRun(n);
  await addJob(9000);

  expect(await forget({ keepMs: 5000, keepBytes: 0 })).toEqual({ old: 120, crowdedOut: 0 });

  expect(await kept()).toEqual([jidOf(9000)]);
  expect(await store.runs.list({ limit: 100 })).toEqual([]);
});

test("where the records outgrow their room the oldest go, with the runs of their time; what runs stays", async () => {
  await addJob(1, { ended: false });
  await addRun(2);
  for (let n = 3; n < 203; n++) await addJob(n, { bytes: 20_000 });
  await addRun(9000);
  expect((await store.size()).usedBytes).toBeGreaterThan(4_000_000);

  const { old, crowdedOut } = await forget({ keepMs: 0, keepBytes: 2_000_000 });

  expect(old).toBe(0);
  expect(crowdedOut).toBeGreaterThanOrEqual(100);
  expect((await store.size()).usedBytes).toBeLessThanOrEqual(2_000_000);
  const left = await kept();
  expect(left.at(0)).toBe(jidOf(202));
  expect(left.at(-1)).toBe(jidOf(1));
  expect((await store.runs.list({ limit: 10 })).map(({ jid }) => jid)).toEqual([jidOf(9000)]);
});

test("nothing is removed where everything fits, and nothing can be where only running jobs are left", async () => {
  await addJob(1, { ended: false });

  expect(await forget({ keepMs: 0, keepBytes: 0 })).toEqual({ old: 0, crowdedOut: 0 });
  expect(await forget({ keepMs: 0, keepBytes: 1 })).toEqual({ old: 0, crowdedOut: 0 });

  expect(await kept()).toEqual([jidOf(1)]);
});
