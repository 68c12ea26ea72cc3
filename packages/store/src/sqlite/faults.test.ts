import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { aJob, aReturn } from "../testing/build.js";
import { scratchFiles } from "../testing/scratch.js";
import { openSqliteStore } from "./sqlite-store.js";
import { startWorker } from "./worker-link.js";

const newFile = scratchFiles();
const megabyte = 1024 * 1024;

describe("a store whose disk is full", () => {
  test("refuses the record that does not fit, and takes those that came with it", async () => {
    const store = await openSqliteStore({ file: newFile(), maxBytes: 2 * megabyte });
    const minions = ["a", "b", "c"];
    await store.jobs.create(aJob({ minions }));
    const sizes = [10, 5 * megabyte, 10];

    const done = await Promise.allSettled(
      minions.map((minion, i) => store.jobs.addReturn(aReturn({ minion, value: new Uint8Array(sizes[i] ?? 0) }))),
    );

    expect(done.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(done[1]).toMatchObject({
      reason: { code: "store-failed", message: expect.stringContaining("disk is full") },
    });
    const outcomes = (await store.jobs.get(aJob().jid))?.results.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["returned", "running", "returned"]);
    await store.close();
  });

  test("still reads, and writes again once old jobs are gone", async () => {
    const store = await openSqliteStore({ file: newFile(), maxBytes: 2 * megabyte });
    const fill = async (jid: string) => {
      await store.jobs.create(aJob({ jid }));
      return await store.jobs.addReturn(aReturn({ jid, value: new Uint8Array(megabyte) }));
    };
    await fill("20260101000000000001");
    await expect(fill("20260101000000000002")).rejects.toMatchObject({ code: "store-failed" });
    expect(await store.jobs.result("20260101000000000001", "node1")).toMatchObject({ outcome: "returned" });

    await store.jobs.end("20260101000000000001", 2_000);
    await store.jobs.prune(5_000, 1);

    const jid = "20260101000000000002";
    expect(await store.jobs.addReturn(aReturn({ jid, value: new Uint8Array(megabyte) }))).toBe("stored");
    await store.close();
  });
});

describe("a store that has ended", () => {
  test("refuses what is asked, and can be closed again", async () => {
    const store = await openSqliteStore({ file: newFile() });
    const last = store.jobs.create(aJob());
    const closed = store.close();

    await expect(last).resolves.toBeUndefined();
    await closed;
    await store.close();
    await expect(store.jobs.get(aJob().jid)).rejects.toMatchObject({ code: "store-failed" });
  });

  test("refuses more than may wait", async () => {
    const store = await openSqliteStore({ file: newFile(), maxQueued: 2 });
    const asked = ["a", "b", "c"].map((id) => store.minions.proveEra(id, 3));

    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
    ]);
    await store.close();
  });
});

describe("the thread of a store", () => {
  test("reports its death once", async () => {
    const worker = await startWorker({ file: newFile(), busyTimeoutMs: 0, maxBytes: null });
    const deaths: Error[] = [];
    worker.listen(
      () => {},
      (error) => deaths.push(error),
    );
    // No batch: the thread throws.
    worker.send(JSON.parse('{"batch": null}'));
    await worker.ended;

    expect(deaths).toHaveLength(1);
  });
});

describe("a record that is damaged in the file", () => {
  test("fails the read of itself, and nothing that is asked with it", async () => {
    const file = newFile();
    const first = await openSqliteStore({ file });
    await first.jobs.create(aJob());
    await first.jobs.create(aJob({ jid: "20260101000000000002" }));
    await first.close();
    const db = new DatabaseSync(file);
    db.exec("UPDATE job_details SET minions = '[1' WHERE jid = '20260101000000000001'");
    db.close();
    const store = await openSqliteStore({ file });

    const [broken, whole, written] = await Promise.allSettled([
      store.jobs.get("20260101000000000001"),
      store.jobs.get("20260101000000000002"),
      store.jobs.addReturn(aReturn({ jid: "20260101000000000002" })),
    ]);

    expect(broken).toMatchObject({ status: "rejected", reason: { code: "store-failed" } });
    expect(whole).toMatchObject({ status: "fulfilled" });
    expect(written).toEqual({ status: "fulfilled", value: "stored" });
    await store.close();
  });
});
