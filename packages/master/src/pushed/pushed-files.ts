import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PushedConfig } from "../config/config.js";
import { type Log, untrusted } from "../log.js";

export interface PushedPart {
  /** Names of directories and of the file, each checked by {@link pushedPath}. */
  readonly path: readonly string[];
  readonly at: number;
  /** Of the whole file, where the minion says so. */
  readonly size: number | null;
  readonly data: Uint8Array;
}

const maxDepth = 64;

/**
 * The path of a pushed file: a list of names, or (before 2019) one text. Null where it is anything but names below a
 * directory.
 */
export function pushedPath(value: unknown): readonly string[] | null {
  const text = Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join("/") : value;
  if (typeof text !== "string" || text.length > 4096 || text.startsWith("/")) return null;
  const names = text.split(/[/\\]/).filter((name) => name !== "" && name !== ".");
  if (names.length === 0 || names.length > maxDepth) return null;
  const good = (name: string) => name !== ".." && !/\p{Cc}/u.test(name) && Buffer.byteLength(name) <= 255;
  return names.every(good) ? names : null;
}

/** Files that minions push, each minion's below `<cachedir>/minions/<id>/files`. No link on the way is followed. */
export class PushedFiles {
  readonly #config: PushedConfig;
  readonly #cacheDir: string;
  readonly #log: Log;

  constructor(config: PushedConfig, cacheDir: string, log: Log) {
    this.#config = config;
    this.#cacheDir = cacheDir;
    this.#log = log;
  }

  /** @returns whether it was taken */
  async take(minion: string, { path, at, size, data }: PushedPart): Promise<boolean> {
    const refuse = (reason: string) => {
      this.#log.warn(
        { event: "push.refused", minion, path: untrusted(path.join("/")), reason },
        "a file was not taken",
      );
      return false;
    };
    if (!this.#config.on) return refuse("`file_recv` is off");
    const { maxFileBytes } = this.#config;
    if (at + data.length > maxFileBytes || (size ?? 0) > maxFileBytes)
      return refuse("larger than `file_recv_max_size`");
    try {
      const directory = await this.#directory(minion, path.slice(0, -1));
      await writePart(join(directory, path.at(-1) ?? ""), at, data);
      return true;
    } catch (error) {
      return refuse(error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error));
    }
  }

  /** Takes away what a minion has pushed. */
  async forget(minion: string): Promise<void> {
    await rm(join(this.#cacheDir, "minions", minion), { recursive: true, force: true });
  }

  /** Made name by name, so that a link among them is seen. */
  async #directory(minion: string, names: readonly string[]): Promise<string> {
    let directory = this.#cacheDir;
    for (const name of ["minions", minion, "files", ...names]) {
      directory = join(directory, name);
      await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
      if (!(await lstat(directory)).isDirectory()) throw new Error(`${name} is no directory`);
    }
    return directory;
  }
}

/** The first part empties the file; each other one has to join what is there. */
async function writePart(path: string, at: number, data: Uint8Array): Promise<void> {
  const { O_WRONLY, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file: FileHandle = await open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    const { size, nlink } = await file.stat();
    if (nlink !== 1) throw new Error("the file has several names");
    if (size < at) throw new Error("a part before this one is missing");
    if (at === 0) await file.truncate();
    let written = 0;
    while (written < data.length) {
      written += (await file.write(data, written, data.length - written, at + written)).bytesWritten;
    }
  } finally {
    await file.close();
  }
}
