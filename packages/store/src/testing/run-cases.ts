import type { RunEntry, RunFilter, RunRecord } from "@salina/api";
import { expect, test } from "vitest";
import { JidTakenError, type Store } from "../port.js";
import { aJob } from "./build.js";

const jid = aJob().jid;

/** What every store does with runs of orchestrations. @param store of a test: empty */
export function runCases(store: () => Store): void {
  const run = (parts: Partial<RunRecord> = {}) => ({
    jid,
    name: "deploy",
    user: "root",
    test: false,
    parent: null,
    startedAt: 1_000,
    plan: Uint8Array.of(0x80),
    ...parts,
  });
  const other = "20260101000000000002";

  test("a run is there once it is created, and is open until it has ended", async () => {
    await store().runs.create(run());
    await store().runs.create(run({ jid: other, parent: jid, test: true }));
    await store().runs.setState(jid, "failed", 2_000);

    expect(await store().runs.get(jid)).toEqual({ ...run(), state: "failed", endedAt: 2_000 });
    expect((await store().runs.open()).map((one) => one.jid)).toEqual([other]);
    await store().runs.setState(jid, "paused", null);
    expect((await store().runs.open()).map((one) => one.jid)).toEqual([jid, other]);
    await expect(store().runs.create(run())).rejects.toBeInstanceOf(JidTakenError);
  });

  test("a journal comes back in the order in which it was written", async () => {
    await store().runs.create(run());
    const entry = (step: string, at: number): RunEntry => ({ kind: "note", step, at, data: Uint8Array.of(at) });
    await Promise.all([store().runs.append(jid, entry("b", 2)), store().runs.append(jid, entry("a", 1))]);
    await store().runs.append(other, entry("nobody's", 1));

    expect(await store().runs.entries(jid)).toEqual([entry("b", 2), entry("a", 1)]);
    expect(await store().runs.entries(other)).toEqual([]);
  });

  test("runs are listed newest first, by state, and in pages", async () => {
    await store().runs.create(run());
    await store().runs.create(run({ jid: other }));
    await store().runs.setState(jid, "succeeded", 1_500);
    const { plan: _, ...summary } = run({ jid: other });

    const listed = async (filter: RunFilter) => (await store().runs.list(filter)).map((one) => one.jid);
    expect((await store().runs.list({ limit: 1 }))[0]).toEqual({ ...summary, state: "running", endedAt: null });
    expect(await listed({ limit: 9, before: other })).toEqual([jid]);
    expect(await listed({ limit: 9, state: "succeeded" })).toEqual([jid]);
  });

  test("old runs go with their journals, open ones stay", async () => {
    await store().runs.create(run());
    await store().runs.create(run({ jid: other }));
    await store().runs.append(jid, { kind: "ended", step: "a", at: 1, data: Uint8Array.of(1) });
    await store().runs.setState(jid, "succeeded", 1_500);

    expect(await store().runs.prune(5_000, 10)).toBe(1);
    expect(await store().runs.get(jid)).toBeUndefined();
    expect(await store().runs.entries(jid)).toEqual([]);
    expect(await store().runs.get(other)).toBeDefined();
  });
}
