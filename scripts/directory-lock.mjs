// One process at a time, by a directory that only one can make. A lock whose owner is gone is taken over.
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * @template T
 * @param {string} lock path of the lock, whose parent exists
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDirectoryLock(lock, work) {
  while (!(await takeLock(lock))) await delay(500);
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function takeLock(lock) {
  try {
    await mkdir(lock);
    await writeFile(join(lock, "pid"), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const owner = Number(await readFile(join(lock, "pid"), "utf8").catch(() => "0"));
  const orphaned = owner > 0 ? !isAlive(owner) : await isOlderThan(lock, 10_000);
  if (orphaned) await rm(lock, { recursive: true, force: true });
  return false;
}

async function isOlderThan(path, ageMs) {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ageMs;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
