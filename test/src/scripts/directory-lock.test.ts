import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { loadScript } from "./load-script.js";

const { withDirectoryLock } = await loadScript<{
  withDirectoryLock<Result>(lock: string, work: () => Promise<Result>): Promise<Result>;
}>("directory-lock.mjs");

let lock: string;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), "salina-lock-"));
  lock = join(directory, "lock");
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
});

test("two never work at the same time", async () => {
  const said: string[] = [];
  const work = (name: string) => async () => {
    said.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    said.push(`${name} ends`);
  };

  await Promise.all([withDirectoryLock(lock, work("a")), withDirectoryLock(lock, work("b"))]);

  expect(said).toHaveLength(4);
  expect(said[1]).toBe(said[0]?.replace("begins", "ends"));
});

test("work that fails gives the lock back", async () => {
  await expect(withDirectoryLock(lock, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");

  expect(await withDirectoryLock(lock, () => Promise.resolve("done"))).toBe("done");
});

test("the lock of a process that is gone is taken over", async () => {
  const gone = spawnSync("/bin/true").pid;
  await mkdir(lock);
  await writeFile(join(lock, "pid"), String(gone));

  expect(await withDirectoryLock(lock, () => Promise.resolve("done"))).toBe("done");
});
