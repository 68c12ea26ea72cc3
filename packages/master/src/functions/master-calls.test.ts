import { memoryStore, type Store } from "@salina/store";
import { decode, encode, JidSource, toJson, toValue } from "@salina/wire";
import { beforeEach, expect, test } from "vitest";
import { HandClock } from "../testing/hand-clock.js";
import { cutText, MasterCalls, retcodeOf } from "./master-calls.js";

let store: Store;
let calls: MasterCalls;
const call = { fun: "runner.x.y", arg: ["a"], user: "ann", durable: true };

function started(): MasterCalls {
  const clock = new HandClock();
  return new MasterCalls({
    jobs: store.jobs,
    clock,
    jids: new JidSource(() => 1_795_000_000_000_000n),
    masterId: "m_master",
  });
}
beforeEach(() => {
  store = memoryStore();
  calls = started();
});

async function kept(jid: string): Promise<unknown> {
  const [only] = (await store.jobs.get(jid))?.results ?? [];
  const read = only?.value && decode(only.value);
  return read?.ok ? toJson(read.value) : null;
}

test("a call is a job of MASTERID, before it begins and with what it gave", async () => {
  const begun = await calls.begin(call);
  expect(calls.running()).toEqual([begun]);
  expect(await store.jobs.get(begun.jid)).toMatchObject({
    fun: "runner.x.y",
    target: { type: "list", expression: ["m_master"] },
    minions: ["m_master"],
    state: "running",
  });
  await calls.end(begun, { value: 7, success: true, retcode: 0 });
  const about = { fun: "runner.x.y", jid: begun.jid, user: "ann", fun_args: ["a"] };
  expect(await kept(begun.jid)).toEqual({ ...about, return: 7, success: true });
  expect(await store.jobs.get(begun.jid)).toMatchObject({ state: "succeeded" });
  expect(calls.running()).toEqual([]);
});

test("a call that only reads leaves nothing in the store", async () => {
  const begun = await calls.begin({ ...call, durable: false });
  await calls.end(begun, { value: 7, success: true, retcode: 0 });
  expect((await store.jobs.list({ limit: 10 })).jobs).toEqual([]);
});

test("a taken job id is passed over, unless the caller has chosen it", async () => {
  const { jid } = await calls.begin(call);
  expect((await started().begin(call)).jid).not.toBe(jid);
  await expect(calls.begin({ ...call, jid })).rejects.toThrow("is taken");
});

test("calls that the end of the daemon has cut are closed as failed; jobs of minions stay open", async () => {
  const [cut, goesOn] = [await calls.begin(call), await calls.begin({ ...call, fun: "runner.state.orchestrate" })];
  const ofMinions = { minions: ["web1"], missing: [], target: { type: "glob", expression: "*" } } as const;
  const about = { arg: encode([]), user: "ann", metadata: null, startedAt: 0 };
  await store.jobs.create({ jid: "20261123012550814006", fun: "runner.x.y", ...ofMinions, ...about });
  const closed = await started().closeCut((job) => Promise.resolve(job.fun === "runner.state.orchestrate"));
  expect(closed).toEqual([cut.jid]);
  expect(await kept(cut.jid)).toMatchObject({ fun_args: ["a"], return: cutText, success: false });
  expect(await store.jobs.get(cut.jid)).toMatchObject({ state: "failed" });
  expect((await store.jobs.open()).map(({ jid }) => jid)).toEqual(["20261123012550814006", goesOn.jid].sort());
});

test.each<[unknown, number]>([
  [{ retcode: 3 }, 3],
  [{ outputter: "x", data: { retcode: 2 } }, 2],
  [{ retcode: 0, data: { retcode: 2 } }, 0],
  [{ retcode: "3" }, 0],
  [["retcode"], 0],
  [null, 0],
])("the exit code of %j is %i", (value, code) => {
  expect(retcodeOf(toValue(value))).toBe(code);
});
