import { open, readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname } from "node:path";

/** Larger files are no config. */
export const maxConfigBytes = 1024 * 1024;

export interface ConfigFile {
  readonly bytes: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** Of its directory. */
  readonly directoryMode: number;
}

/** The little of a file system that the loader needs. */
export interface ConfigFiles {
  readonly home: string;
  /** Null: there is none. At most `maxConfigBytes + 1` bytes are read. @throws when it is there but cannot be read */
  read(path: string): Promise<ConfigFile | null>;
  /** Names in a directory; empty when there is none. */
  list(directory: string): Promise<readonly string[]>;
}

export const diskFiles: ConfigFiles = {
  home: homedir(),
  read: readFromDisk,
  list: (directory) => readdir(directory).catch(() => []),
};

async function readFromDisk(path: string): Promise<ConfigFile | null> {
  // A fifo or a device would block or never end.
  const found = await stat(path).catch(missing);
  if (found === null) return null;
  if (!found.isFile()) throw new Error("it is not a regular file");
  const file = await open(path).catch(missing);
  if (file === null) return null;
  try {
    const { mode } = await file.stat();
    const buffer = Buffer.alloc(Math.min(maxConfigBytes, found.size) + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { bytes: buffer.subarray(0, length), mode, directoryMode: (await stat(dirname(path))).mode };
  } finally {
    await file.close();
  }
}

function missing(error: unknown): null {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return null;
  throw error;
}
