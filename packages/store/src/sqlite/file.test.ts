import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { aJob, aReturn } from "../testing/build.js";
import { scratchFiles } from "../testing/scratch.js";
import { openSqliteStore } from "./sqlite-store.js";

const newFile = scratchFiles();

/** Changes a file with SQLite itself, as another program or version would. */
function alter(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

async function filled(): Promise<string> {
  const file = newFile();
  const store = await openSqliteStore({ file });
  await store.jobs.create(aJob());
  await store.jobs.addReturn(aReturn());
  store.minions.seen("node1", 10, 3);
  await store.minions.saveData({ id: "node1", grains: Uint8Array.of(1), pillar: Uint8Array.of(2) }, 10);
  await store.close();
  return file;
}

describe("the file of a store", () => {
  test("gives everything back after it was closed and opened again, sightings too", async () => {
    const store = await openSqliteStore({ file: await filled() });

    expect(await store.jobs.get(aJob().jid)).toMatchObject({
      results: [{ outcome: "returned" }, { outcome: "running" }],
    });
    expect(await store.minions.get("node1")).toMatchObject({ lastSeenAt: 10, era: 3 });
    expect(await store.minions.data(["node1"])).toEqual([
      { id: "node1", grains: Uint8Array.of(1), pillar: Uint8Array.of(2) },
    ]);
    expect(await store.jobs.addReturn(aReturn())).toBe("same");
    await store.close();
  });

  test("is for the daemon's user only", async () => {
    const file = newFile();
    const store = await openSqliteStore({ file });
    await store.jobs.create(aJob());

    expect([file, `${file}-wal`].map((one) => statSync(one).mode & 0o077)).toEqual([0, 0]);
    await store.close();
  });

  test("serves one daemon at a time", async () => {
    const file = newFile();
    const first = await openSqliteStore({ file });

    await expect(openSqliteStore({ file, busyTimeoutMs: 0 })).rejects.toThrow(
      `${file} cannot be opened: another process`,
    );

    await first.close();
    const second = await openSqliteStore({ file });
    await second.close();
  });

  test("is refused when a newer version wrote it, and left as it is", async () => {
    const file = await filled();
    alter(file, "PRAGMA user_version = 99");
    const before = readFileSync(file);

    await expect(openSqliteStore({ file })).rejects.toThrow(
      `${file} cannot be opened: a newer Salina wrote it (format 99`,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("is refused when it is the database of another program", async () => {
    const file = newFile();
    alter(file, "CREATE TABLE theirs (x)");

    await expect(openSqliteStore({ file })).rejects.toThrow(
      `${file} cannot be opened: it is a database of another program`,
    );
  });

  test.each([
    ["text", () => "this is no database, but it is long enough to be looked at ".repeat(100)],
    ["the half of a store", (file: string) => readFileSync(file).subarray(0, 6000)],
    ["a store with its head destroyed", (file: string) => readFileSync(file).fill(0xff, 0, 200)],
  ])("is refused by name when it is %s", async (_, damage) => {
    const file = await filled();
    writeFileSync(file, damage(file));

    await expect(openSqliteStore({ file })).rejects.toMatchObject({ name: "StoreOpenError", file });
  });

  test("is refused by name when its folder is missing", async () => {
    const file = `${newFile()}/missing/store.db`;

    await expect(openSqliteStore({ file })).rejects.toThrow(file);
  });

  test("an empty file, left by a crash at the first start, becomes a store", async () => {
    const file = newFile();
    writeFileSync(file, "");
    const store = await openSqliteStore({ file });

    await store.jobs.create(aJob());
    await store.close();
  });

  test("is used without a word on stderr", () => {
    const program = `
      import { openSqliteStore } from ${JSON.stringify(new URL("./sqlite-store.js", import.meta.url).href)};
      const store = await openSqliteStore({ file: ${JSON.stringify(newFile())} });
      await store.minions.proveEra("node1", 3);
      await store.close();
    `;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });

    expect(run).toMatchObject({ status: 0, stderr: "" });
  });
});
