import { constants, type Stats } from "node:fs";
import { chmod, lstat, mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";

/** What the key directory asks of a disk, one system call a step, so that a test can stop between any two. */
export interface KeyDisk {
  /** Text of a regular file; symlinks are followed, since operators use them. */
  readText(path: string, maxBytes: number): Promise<FileText>;
  /** Names in a directory; none when there is no directory. */
  names(path: string): Promise<string[]>;
  isFile(path: string): Promise<boolean>;
  /** Made only when it is not there; the mode of one that is there is the operator's. */
  makeDirectory(path: string, mode: number): Promise<void>;
  /** A new file; it must not exist. */
  create(path: string, text: string, options: { readonly sync: boolean }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  syncDirectory(path: string): Promise<void>;
}

export type FileText =
  | { readonly kind: "absent" }
  | { readonly kind: "text"; readonly text: string }
  /** Something is there that is no readable small file. */
  | { readonly kind: "unreadable"; readonly reason: string };

export const nodeKeyDisk: KeyDisk = {
  async readText(path, maxBytes) {
    let file: Awaited<ReturnType<typeof open>>;
    try {
      // Non-blocking: a fifo in the directory must not hold a thread.
      file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      const code = errorCode(error);
      // A link to nothing stays "unreadable": something is there.
      if (code === "ENOENT" && !(await hasEntry(path))) return { kind: "absent" };
      return { kind: "unreadable", reason: code };
    }
    try {
      const info = await file.stat();
      if (!info.isFile()) return { kind: "unreadable", reason: "not a regular file" };
      if (info.size > maxBytes) return { kind: "unreadable", reason: `larger than ${maxBytes} bytes` };
      return { kind: "text", text: await file.readFile("utf8") };
    } catch (error) {
      return { kind: "unreadable", reason: errorCode(error) };
    } finally {
      await file.close();
    }
  },

  async names(path) {
    try {
      return await readdir(path);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  },

  isFile(path) {
    return stat(path).then(
      (info) => info.isFile(),
      // A broken entry is only its own trouble: the listing of the others goes on.
      () => false,
    );
  },

  async makeDirectory(path, mode) {
    if ((await statOrNull(path)) !== null) return;
    await mkdir(path, { recursive: true, mode });
    await chmod(path, mode);
  },

  async create(path, text, { sync }) {
    // 0644 under the umask, as stock writes public keys; the directories around are 0700.
    const file = await open(path, "wx", 0o644);
    try {
      await file.writeFile(text, "utf8");
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
  },

  rename,
  remove: unlink,

  async syncDirectory(path) {
    const directory = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
};

/** `ENOENT` and the like, or the error's text. */
export function errorCode(error: unknown): string {
  if (error instanceof Error) return "code" in error && typeof error.code === "string" ? error.code : error.message;
  return String(error);
}

function hasEntry(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
