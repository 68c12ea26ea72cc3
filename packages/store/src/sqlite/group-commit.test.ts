import { describe, expect, test } from "vitest";
import { GroupCommit } from "./group-commit.js";
import type { StoreRequest } from "./ops.js";

function setUp(limits: { maxBatch?: number; maxQueued?: number; also?: StoreRequest } = {}) {
  const sent: (readonly StoreRequest[])[] = [];
  const ticks: (() => void)[] = [];
  const commit = new GroupCommit({
    send: (batch) => sent.push(batch),
    soon: (run) => ticks.push(run),
    alsoWrite: () => limits.also,
    maxBatch: limits.maxBatch ?? 10,
    maxQueued: limits.maxQueued ?? 10,
  });
  return {
    commit,
    sent,
    tick: () => {
      for (const run of ticks.splice(0)) run();
    },
    answerAll: () => commit.onReplies((sent.at(-1) ?? []).map(() => ({ ok: true, result: null }))),
  };
}

const prove = (commit: GroupCommit, id: string) => commit.ask("minions.proveEra", { id, era: 3 });
const sizes = (sent: readonly (readonly unknown[])[]) => sent.map((batch) => batch.length);

describe("group commit", () => {
  test("what is asked in one tick leaves together; what comes meanwhile is the next batch", async () => {
    const { commit, sent, tick, answerAll } = setUp();
    const first = [prove(commit, "a"), prove(commit, "b")];
    tick();
    const second = [prove(commit, "c"), prove(commit, "d"), prove(commit, "e")];
    tick();
    expect(sizes(sent)).toEqual([2]);

    answerAll();
    await Promise.all(first);
    tick();
    expect(sizes(sent)).toEqual([2, 3]);
    answerAll();
    await Promise.all(second);
    await commit.idle();
  });

  test("a batch has a largest size, and the rest follows", () => {
    const { commit, sent, tick, answerAll } = setUp({ maxBatch: 2 });
    for (const id of ["a", "b", "c"]) void prove(commit, id);
    tick();
    answerAll();
    tick();

    expect(sizes(sent)).toEqual([2, 1]);
  });

  test("a request that fails is rejected alone", async () => {
    const { commit, tick } = setUp();
    const asked = [prove(commit, "a"), prove(commit, "b")];
    tick();
    commit.onReplies([
      { ok: false, reason: "no room" },
      { ok: true, result: null },
    ]);

    expect(await Promise.allSettled(asked)).toMatchObject([
      { status: "rejected", reason: { code: "store-failed" } },
      { status: "fulfilled" },
    ]);
  });

  test("a queue that is full refuses more, and takes again when it has moved", async () => {
    const { commit, tick, answerAll } = setUp({ maxQueued: 1 });
    const first = prove(commit, "a");
    await expect(prove(commit, "b")).rejects.toMatchObject({ code: "master-busy" });
    tick();

    const second = prove(commit, "c");
    answerAll();
    tick();
    answerAll();
    await Promise.all([first, second]);
  });

  test("the end rejects what is under way, what waits and what comes later", async () => {
    const { commit, tick } = setUp();
    const asked = [prove(commit, "a")];
    tick();
    asked.push(prove(commit, "b"));
    commit.end(new Error("over"));
    asked.push(prove(commit, "c"));

    const done = await Promise.allSettled(asked);

    expect(done.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await commit.idle();
  });

  test("what should be written too goes with the next write, not with reads", () => {
    const also: StoreRequest = { op: "minions.seen", params: [] };
    const { commit, sent, tick, answerAll } = setUp({ also });
    void commit.ask("minions.all", null);
    tick();
    answerAll();
    void prove(commit, "a");
    tick();

    expect(sent.map((batch) => batch.map(({ op }) => op))).toEqual([
      ["minions.all"],
      ["minions.proveEra", "minions.seen"],
    ]);
  });
});
