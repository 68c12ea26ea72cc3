import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "./key-disk.js";

export interface AutosignStubs {
  has(id: string): Promise<boolean>;
  /** True: the stub was there and is used up now. Of two callers, one gets it. */
  use(id: string): Promise<boolean>;
}

/**
 * `<pki_dir>/minions_autosign/<id>`: an empty file that an operator or a cloud tool leaves for a minion that is
 * about to come. It counts once, and not after it has expired.
 */
export function autosignStubs(options: {
  readonly folder: string;
  /** Minutes; 0: stubs do not expire. */
  readonly timeoutMin: number;
  readonly nowMs: () => number;
  readonly onIgnored: (file: string, reason: string) => void;
}): AutosignStubs {
  const { folder, timeoutMin, nowMs, onIgnored } = options;
  let nextSweepMs = Number.NEGATIVE_INFINITY;

  async function removeWhenExpired(path: string): Promise<"fresh" | "gone"> {
    try {
      const info = await stat(path);
      if (!info.isFile()) return "gone";
      if (timeoutMin <= 0 || info.mtimeMs >= nowMs() - timeoutMin * 60_000) return "fresh";
      await unlink(path);
      onIgnored(path, `it is older than autosign_timeout (${timeoutMin} minutes) and was removed`);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") onIgnored(path, errorCode(error));
    }
    return "gone";
  }

  async function folderIsTrusted(): Promise<boolean> {
    try {
      const info = await stat(folder);
      if ((info.mode & 0o002) === 0) return info.isDirectory();
      onIgnored(folder, "everybody can write to it");
    } catch (error) {
      if (errorCode(error) !== "ENOENT") onIgnored(folder, errorCode(error));
    }
    return false;
  }

  /** Other stubs than the one in question: once a minute is enough. */
  async function sweep(): Promise<void> {
    if (nowMs() < nextSweepMs) return;
    nextSweepMs = nowMs() + 60_000;
    for (const name of await readdir(folder)) await removeWhenExpired(join(folder, name));
  }

  return {
    async has(id) {
      if (!(await folderIsTrusted())) return false;
      await sweep();
      return (await removeWhenExpired(join(folder, id))) === "fresh";
    },

    async use(id) {
      try {
        await unlink(join(folder, id));
        return true;
      } catch (error) {
        if (errorCode(error) !== "ENOENT") onIgnored(join(folder, id), errorCode(error));
        return false;
      }
    },
  };
}
