import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { JidTakenError, type Store } from "../port.js";
import { aJob, anOutcome, aReturn } from "./build.js";
import { runCases } from "./run-cases.js";
import { scheduleCases } from "./schedule-cases.js";

const jid = aJob().jid;

/** What every store has to do. @param open gives an empty store */
export function storeCases(name: string, open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe(`${name}: jobs`, () => {
    test("a job is there once it is created, with a silent result for each minion", async () => {
      await store.jobs.create(aJob({ metadata: Uint8Array.of(0x80), missing: ["gone"] }));

      const job = await store.jobs.get(jid);

      expect(job).toMatchObject({
        jid,
        minions: ["node1", "node2"],
        missing: ["gone"],
        state: "running",
        endedAt: null,
      });
      expect(job?.arg).toEqual(Uint8Array.of(0x90));
      expect(job?.metadata).toEqual(Uint8Array.of(0x80));
      expect(job?.results.map(({ minion, outcome, value }) => [minion, outcome, value])).toEqual([
        ["node1", "running", null],
        ["node2", "running", null],
      ]);
      expect(await store.jobs.get("20260101000000000099")).toBeUndefined();
    });

    test("text comes back as it was, whatever is in it", async () => {
      const user = "ab'\";--é😀";
      const target = { type: "list", expression: ["__proto__", "é"] } as const;
      const fun = ["test.ping", "__proto__", "a\u0000b"];
      await store.jobs.create(aJob({ user, target, fun, minions: ["__proto__"] }));
      await store.jobs.addReturn(aReturn({ minion: "__proto__", out: "é" }));

      const job = await store.jobs.get(jid);

      expect(job).toMatchObject({ user, target, fun });
      expect(job?.results).toHaveLength(1);
      expect(job?.results[0]).toMatchObject({ minion: "__proto__", outcome: "returned", out: "é" });
    });

    test("a job id can be used once", async () => {
      await store.jobs.create(aJob());

      await expect(store.jobs.create(aJob({ user: "other" }))).rejects.toBeInstanceOf(JidTakenError);
      expect((await store.jobs.get(jid))?.user).toBe("root");
    });

    test("the first answer wins, the same again changes nothing, another one is kept beside it", async () => {
      await store.jobs.create(aJob());

      expect(await store.jobs.addReturn(aReturn())).toBe("stored");
      expect(await store.jobs.addReturn(aReturn({ returnedAt: 9_000 }))).toBe("same");
      const other = aReturn({ value: Uint8Array.of(0xc2), returnedAt: 9_001 });
      expect(await store.jobs.addReturn(other)).toBe("different");
      expect(await store.jobs.addReturn(aReturn({ retcode: 1 }))).toBe("different");
      expect(await store.jobs.addReturn(other)).toBe("different");

      expect(await store.jobs.result(jid, "node1")).toMatchObject({ retcode: 0, returnedAt: 2_000 });
      expect(await store.jobs.conflicts(jid)).toEqual([other, aReturn({ retcode: 1 })]);
    });

    test("differing answers of one minion are kept in a bounded number", async () => {
      await store.jobs.create(aJob());
      for (let i = 0; i < 30; i++) await store.jobs.addReturn(aReturn({ value: Uint8Array.of(i) }));

      expect(await store.jobs.conflicts(jid)).toHaveLength(8);
    });

    test("an answer to a job that nobody knows is not written, and does not spoil the id", async () => {
      expect(await store.jobs.addReturn(aReturn())).toBe("unknown-job");
      expect(await store.jobs.result(jid, "node1")).toBeUndefined();
      await store.jobs.create(aJob());

      expect(await store.jobs.addReturn(aReturn())).toBe("stored");
      await store.jobs.end(jid, 3_000);
      expect((await store.jobs.get(jid))?.state).toBe("partial");
    });

    test("values are kept to the byte, also empty and large ones and slices of larger buffers", async () => {
      const minions = ["empty", "all", "large", "slice"];
      await store.jobs.create(aJob({ minions }));
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      const large = new Uint8Array(3_000_000).fill(0xab);
      const slice = Buffer.from("xxabcxx").subarray(2, 5);
      const values = [new Uint8Array(), all, large, slice];
      const answers = minions.map((minion, i) => aReturn({ minion, value: values[i] ?? new Uint8Array() }));
      await Promise.all(answers.map((answer) => store.jobs.addReturn(answer)));
      slice.fill(0);

      const results = (await store.jobs.get(jid))?.results ?? [];

      expect(results.map(({ value }) => value && Buffer.from(value).toString("hex").slice(0, 600))).toEqual(
        [new Uint8Array(), all, large, Buffer.from("abc")].map((value) =>
          Buffer.from(value).toString("hex").slice(0, 600),
        ),
      );
      expect(results[2]?.value?.length).toBe(3_000_000);
    });

    test.each([
      [0, true, "returned"],
      [2, true, "failed"],
      [0, false, "returned"],
      [null, true, "returned"],
      [null, null, "returned"],
      [null, false, "failed"],
    ])("an answer with retcode %j and success %j is %s", async (retcode, success, outcome) => {
      await store.jobs.create(aJob());
      await store.jobs.addReturn(aReturn({ retcode, success }));

      expect(await store.jobs.result(jid, "node1")).toMatchObject({ outcome, retcode, success });
    });

    test("text with a NUL is refused, as ids and names never hold one", async () => {
      await expect(store.jobs.create(aJob({ user: "a\u0000b" }))).rejects.toThrow(TypeError);
      await store.jobs.create(aJob());
      await expect(store.jobs.addReturn(aReturn({ minion: "a\u0000b" }))).rejects.toThrow(TypeError);
      await expect(store.minions.proveEra("a\u0000b", 3)).rejects.toThrow(TypeError);
    });

    test("a number that no store can keep is refused", async () => {
      await store.jobs.create(aJob());

      await expect(store.jobs.addReturn(aReturn({ retcode: 0.5 }))).rejects.toThrow(TypeError);
      await expect(store.jobs.addReturn(aReturn({ retcode: 2 ** 60 }))).rejects.toThrow(TypeError);
    });

    test("what became of a silent minion is kept until it answers late", async () => {
      await store.jobs.create(aJob());
      await store.jobs.setOutcomes([
        anOutcome({ outcome: "running", confirmedAt: 1_500, lastSeenAt: null, connected: true }),
        anOutcome({ minion: "node2", outcome: "lost" }),
        anOutcome({ jid: "20260101000000000099" }),
      ]);
      expect(await store.jobs.result(jid, "node2")).toMatchObject({
        outcome: "lost",
        lastSeenAt: 500,
        connected: false,
      });
      expect(await store.jobs.result(jid, "node1")).toMatchObject({ outcome: "running", confirmedAt: 1_500 });

      expect(await store.jobs.addReturn(aReturn({ minion: "node2", late: true }))).toBe("stored");
      expect(await store.jobs.result(jid, "node2")).toMatchObject({
        outcome: "returned",
        late: true,
        lastSeenAt: null,
        connected: null,
      });
    });

    test("an answer is never replaced by what is thought of a minion", async () => {
      await store.jobs.create(aJob());
      await store.jobs.addReturn(aReturn({ retcode: 3 }));
      await store.jobs.setOutcomes([anOutcome({ outcome: "lost" })]);

      expect(await store.jobs.result(jid, "node1")).toMatchObject({ outcome: "failed", retcode: 3 });
    });

    test("minions that answer unasked come after the others, in order of arrival", async () => {
      await store.jobs.create(aJob());
      await store.jobs.addReturn(aReturn({ minion: "zzz" }));
      await store.jobs.addReturn(aReturn({ minion: "aaa" }));
      await store.jobs.addReturn(aReturn({ minion: "node2" }));

      const results = (await store.jobs.get(jid))?.results ?? [];

      expect(results.map(({ minion }) => minion)).toEqual(["node1", "node2", "zzz", "aaa"]);
    });

    test.each([
      [[0, 0], "succeeded"],
      [[0, 1], "partial"],
      [[0, null], "partial"],
      [[1, 1], "failed"],
      [[1, null], "failed"],
      [[null, null], "failed"],
    ])("a job whose minions end with %j has %s", async (retcodes, state) => {
      await store.jobs.create(aJob());
      for (const [i, retcode] of retcodes.entries()) {
        const minion = `node${i + 1}`;
        if (retcode === null) await store.jobs.setOutcomes([anOutcome({ minion })]);
        else await store.jobs.addReturn(aReturn({ minion, retcode }));
      }
      await store.jobs.addReturn(aReturn({ minion: "unasked" }));
      expect((await store.jobs.get(jid))?.state).toBe("running");
      await store.jobs.end(jid, 3_000);
      await store.jobs.end(jid, 4_000);

      expect(await store.jobs.get(jid)).toMatchObject({ state, endedAt: 3_000 });
    });

    test("a late answer is counted in the state of a job that has ended", async () => {
      await store.jobs.create(aJob());
      await store.jobs.addReturn(aReturn());
      await store.jobs.end(jid, 3_000);
      expect((await store.jobs.get(jid))?.state).toBe("partial");

      await store.jobs.addReturn(aReturn({ minion: "node2", late: true }));

      expect((await store.jobs.get(jid))?.state).toBe("succeeded");
      expect((await store.jobs.list({ limit: 1 })).jobs[0]?.state).toBe("succeeded");
    });

    test("a job that a minion ran by itself takes its answer", async () => {
      await store.jobs.create(aJob({ standalone: true, minions: [] }));
      await store.jobs.addReturn(aReturn());
      await store.jobs.end(jid, 3_000);

      expect(await store.jobs.get(jid)).toMatchObject({ state: "succeeded", results: [{ minion: "node1" }] });
    });

    test("jobs are listed from the newest on, page by page, by function and by user", async () => {
      const jids = Array.from({ length: 7 }, (_, i) => `2026010100000000000${i}`);
      for (const [i, one] of [3, 0, 6, 1, 5, 2, 4].entries()) {
        const fun = one % 2 === 0 ? "test.ping" : ["cmd.run", "test.ping"];
        await store.jobs.create(aJob({ jid: jids[one] ?? "", fun, user: one < 3 ? "ann" : "bob", startedAt: i }));
      }
      const listed = async (filter: Parameters<Store["jobs"]["list"]>[0]) =>
        (await store.jobs.list(filter)).jobs.map((job) => job.jid.slice(-1)).join("");

      expect(await listed({ limit: 3 })).toBe("654");
      expect(await listed({ limit: 3, before: jids[4] ?? "" })).toBe("321");
      expect(await listed({ limit: 9, funs: ["cmd.run"] })).toBe("531");
      expect(await listed({ limit: 9, funs: ["test.ping"], user: "ann" })).toBe("210");
      expect(await listed({ limit: 2, funs: ["cmd.run"], before: jids[5] ?? "" })).toBe("31");
      expect(await listed({ limit: 9, user: "bob", before: jids[6] ?? "" })).toBe("543");
      expect(await listed({ limit: 0 })).toBe("");
      expect(Object.keys((await store.jobs.list({ limit: 1 })).jobs[0] ?? {}).sort()).toEqual(
        ["arg", "endedAt", "fun", "jid", "minions", "missing", "startedAt", "state", "target", "user"].sort(),
      );
    });

    test("jobs that have not ended are given to a daemon that starts", async () => {
      await store.jobs.create(aJob());
      await store.jobs.create(aJob({ jid: "20260101000000000002" }));
      await store.jobs.addReturn(aReturn({ jid: "20260101000000000002" }));
      await store.jobs.end(jid, 3_000);

      const open = await store.jobs.open();

      expect(open.map((job) => [job.jid, job.results[0]?.outcome])).toEqual([["20260101000000000002", "returned"]]);
    });

    test("a job that still runs stays, however old it is", async () => {
      await store.jobs.create(aJob({ startedAt: 1 }));

      expect(await store.jobs.prune(99, 9)).toBe(0);
      expect((await store.jobs.list({ limit: 9 })).jobs).toHaveLength(1);
    });

    test("old jobs go with everything that belongs to them, a few at a time, the oldest first", async () => {
      for (let i = 0; i < 5; i++) {
        const old = `2026010100000000000${i}`;
        await store.jobs.create(aJob({ jid: old, startedAt: 100 - i }));
        await store.jobs.addReturn(aReturn({ jid: old }));
        await store.jobs.addReturn(aReturn({ jid: old, retcode: 1 }));
        await store.jobs.end(old, 200);
      }

      expect(await store.jobs.prune(99, 2)).toBe(2);
      expect((await store.jobs.list({ limit: 9 })).jobs.map((job) => job.jid.slice(-1))).toEqual(["2", "1", "0"]);
      expect(await store.jobs.prune(99, 9)).toBe(1);
      expect(await store.jobs.prune(99, 9)).toBe(0);
      expect(await store.jobs.conflicts("20260101000000000004")).toEqual([]);
      expect(await store.jobs.result("20260101000000000004", "node1")).toBeUndefined();
      await store.jobs.create(aJob({ jid: "20260101000000000004" }));
      expect(await store.jobs.result("20260101000000000004", "node1")).toMatchObject({ outcome: "running" });
    });
  });

  describe(`${name}: minions`, () => {
    test("a sighting can be read at once", async () => {
      store.minions.seen("node1", 10, 3);
      store.minions.seen("node1", 20, 2);

      expect(await store.minions.get("node1")).toEqual({
        id: "node1",
        lastSeenAt: 20,
        era: 2,
        provenEra: null,
        grains: null,
        grainsAt: null,
      });
      expect(await store.minions.get("node2")).toBeUndefined();
    });

    test("a sighting that must not be lost is there at once, and counts as any other", async () => {
      store.minions.seen("node1", 10, 3);
      await store.minions.seenNow("node1", 20, 2);

      expect(await store.minions.get("node1")).toMatchObject({ lastSeenAt: 20, era: 2 });
    });

    test("the proven era only grows, until an operator lifts it", async () => {
      await store.minions.proveEra("node1", 2);
      await store.minions.proveEra("node1", 3);
      await store.minions.proveEra("node1", 0);
      expect(await store.minions.get("node1")).toMatchObject({ provenEra: 3, era: null });

      await store.minions.forgetEra("node1");
      await store.minions.forgetEra("nobody");
      expect((await store.minions.get("node1"))?.provenEra).toBeNull();
      expect(await store.minions.get("nobody")).toBeUndefined();

      await store.minions.proveEra("node1", 0);
      expect((await store.minions.get("node1"))?.provenEra).toBe(0);
    });

    test("grains are kept to the byte, and left out of the list of all", async () => {
      await store.minions.saveData({ id: "b", grains: Uint8Array.of(1, 2), pillar: null }, 5);
      await store.minions.saveData({ id: "a", grains: Uint8Array.of(3), pillar: null }, 6);
      await store.minions.saveData({ id: "b", grains: Uint8Array.of(4, 0), pillar: null }, 7);

      expect((await store.minions.get("b"))?.grains).toEqual(Uint8Array.of(4, 0));
      expect((await store.minions.all()).map(({ id, grains, grainsAt }) => [id, grains, grainsAt])).toEqual([
        ["a", null, 6],
        ["b", null, 7],
      ]);
    });

    test("grains and pillar are kept together, and read of many minions at once", async () => {
      await store.minions.saveData({ id: "b", grains: Uint8Array.of(1), pillar: Uint8Array.of(9, 0) }, 5);
      await store.minions.saveData({ id: "a", grains: Uint8Array.of(2), pillar: Uint8Array.of(8) }, 6);
      await store.minions.saveData({ id: "a", grains: Uint8Array.of(3), pillar: null }, 7);
      await store.minions.proveEra("c", 3);

      expect(await store.minions.data(["b", "nobody", "c", "a", "b"])).toEqual([
        { id: "a", grains: Uint8Array.of(3), pillar: null },
        { id: "b", grains: Uint8Array.of(1), pillar: Uint8Array.of(9, 0) },
      ]);
      expect(await store.minions.get("a")).toMatchObject({ grains: Uint8Array.of(3), grainsAt: 7 });

      await store.minions.remove("b");
      await store.minions.saveData({ id: "b", grains: Uint8Array.of(4), pillar: null }, 8);
      expect(await store.minions.data(["b"])).toEqual([{ id: "b", grains: Uint8Array.of(4), pillar: null }]);
    });

    test("a minion that is removed is gone, whatever was seen of it before", async () => {
      await store.minions.saveData({ id: "node1", grains: Uint8Array.of(1), pillar: null }, 5);
      store.minions.seen("node1", 10, 3);
      const removal = store.minions.remove("node1");
      store.minions.seen("node2", 11, 3);
      await removal;

      expect((await store.minions.all()).map(({ id }) => id)).toEqual(["node2"]);
      await store.minions.proveEra("node1", 3);
      expect((await store.minions.get("node1"))?.grains).toBeNull();
    });
  });

  describe(`${name}: the mine`, () => {
    const one = Uint8Array.of(1);
    const two = Uint8Array.of(2, 0);

    test("functions are added, and replaced as a whole only when asked for", async () => {
      await store.mine.update(
        "node1",
        [
          ["a", one],
          ["b", one],
        ],
        { clear: false },
      );
      await store.mine.update(
        "node1",
        [
          ["b", two],
          ["__proto__", one],
        ],
        { clear: false },
      );
      expect(await store.mine.get(["node1"], ["a", "b", "__proto__"])).toEqual([
        { minion: "node1", fun: "__proto__", value: one },
        { minion: "node1", fun: "a", value: one },
        { minion: "node1", fun: "b", value: two },
      ]);

      await store.mine.update("node1", [["c", two]], { clear: true });
      expect(await store.mine.get(["node1"], ["a", "b", "c"])).toEqual([{ minion: "node1", fun: "c", value: two }]);
    });

    test("only what was asked for comes back, sorted, of minions that have it", async () => {
      for (const minion of ["node2", "node1"])
        await store.mine.update(
          minion,
          [
            ["a", one],
            ["b", two],
          ],
          { clear: false },
        );

      expect(
        (await store.mine.get(["node2", "node1", "node1", "nobody"], ["b", "none"])).map(({ minion }) => minion),
      ).toEqual(["node1", "node2"]);
      expect(await store.mine.get([], ["a"])).toEqual([]);
      expect(await store.mine.get(["node1"], [])).toEqual([]);
    });

    test("a function can be taken out, or all of a minion's; a removed minion leaves nothing", async () => {
      for (const minion of ["a", "b", "c"])
        await store.mine.update(
          minion,
          [
            ["x", one],
            ["y", one],
          ],
          { clear: false },
        );
      await store.mine.remove("a", "x");
      await store.mine.remove("a", "none");
      await store.mine.flush("b");
      await store.minions.remove("c");

      expect(await store.mine.get(["a", "b", "c"], ["x", "y"])).toEqual([{ minion: "a", fun: "y", value: one }]);
    });
  });

  describe(`${name}: runs`, () => runCases(() => store));
  describe(`${name}: schedules`, () => scheduleCases(() => store));
}
