import { expect, test } from "vitest";
import type { Store } from "../port.js";
import { aScheduleRun } from "./build.js";

/** What every store does with scheduled jobs. @param store of a test: empty */
export function scheduleCases(store: () => Store): void {
  const nightly = { name: "nightly", settings: Uint8Array.of(0x80), enabled: null, state: null };

  test("a job is kept to the byte, and replaced as a whole", async () => {
    await store().schedules.save({ ...nightly, name: "__proto__" }, [], 10);
    await store().schedules.save(nightly, [], 10);
    await store().schedules.save({ ...nightly, settings: null, enabled: false, state: Uint8Array.of(1, 0) }, [], 10);

    expect(await store().schedules.all()).toEqual([
      { ...nightly, name: "__proto__" },
      { name: "nightly", settings: null, enabled: false, state: Uint8Array.of(1, 0) },
    ]);
  });

  test("its runs come newest first, are replaced by id, and the oldest go", async () => {
    const runs = ["1", "2", "3", "4"].map((id) => aScheduleRun({ id, minions: [`m${id}`] }));
    await store().schedules.save(nightly, runs, 3);
    await store().schedules.save(nightly, [aScheduleRun({ id: "4", outcome: "failed", reason: "é", jid: "9" })], 3);

    const ids = async (options: { limit: number; before?: string }) =>
      (await store().schedules.runs("nightly", options)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).toEqual(["4", "3", "2"]);
    expect(await ids({ limit: 1, before: "4" })).toEqual(["3"]);
    expect((await store().schedules.runs("nightly", { limit: 1 }))[0]).toEqual(
      aScheduleRun({ id: "4", outcome: "failed", reason: "é", jid: "9" }),
    );
    expect(await store().schedules.runs("other", { limit: 10 })).toEqual([]);
  });

  test("runs under way are found, and stay however many come after them", async () => {
    const open = { outcome: "running", endedAt: null } as const;
    await store().schedules.save(nightly, [aScheduleRun({ id: "1", ...open })], 1);
    await store().schedules.save(nightly, [aScheduleRun({ id: "2" }), aScheduleRun({ id: "3" })], 1);
    const weekly = aScheduleRun({ id: "0", name: "weekly", ...open });
    await store().schedules.save({ ...nightly, name: "weekly" }, [weekly], 1);

    expect((await store().schedules.openRuns()).map(({ id }) => id)).toEqual(["0", "1"]);
    expect((await store().schedules.runs("nightly", { limit: 9 })).map(({ id }) => id)).toEqual(["3", "1"]);
  });

  test("a job that is removed is gone with its runs", async () => {
    await store().schedules.save(nightly, [aScheduleRun({ outcome: "running" })], 1);
    await store().schedules.remove("nightly");
    await store().schedules.remove("nobody");

    expect(await store().schedules.all()).toEqual([]);
    expect(await store().schedules.openRuns()).toEqual([]);
  });
}
