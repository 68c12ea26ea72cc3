import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { TextMatcher } from "@salina/targeting";
import type { Clock } from "../../clock.js";
import { type FileBackend, type FileLists, type FileStat, type FoundFile, nothing } from "../backend.js";
import { HashCache } from "../hash-cache.js";
import { readPart } from "../read-part.js";
import { listRoots } from "./list-roots.js";

export interface RootsOptions {
  /** `roots`, where it is left out. */
  readonly name?: string;
  readonly clock: Clock;
  /** `file_roots`: directories of each environment. `__env__` stands for every other one, and for its name in them. */
  readonly roots: ReadonlyMap<string, readonly string[]>;
  readonly hashType: string;
  readonly followSymlinks: boolean;
  readonly ignoreSymlinks: boolean;
  readonly ignored: TextMatcher;
  readonly listCacheMs: number;
}

const anyEnvironment = "__env__";
const sliceBytes = 1 << 20;

/** Directories of this machine (`file_roots`). @source salt/fileserver/roots.py */
export class RootsBackend implements FileBackend {
  readonly name: string;
  readonly #options: RootsOptions;
  readonly #hashes = new HashCache();
  readonly #lists = new Map<string, { readonly at: number; readonly lists: Promise<FileLists> }>();

  constructor(options: RootsOptions) {
    this.name = options.name ?? "roots";
    this.#options = options;
  }

  environments(): Promise<readonly string[]> {
    return Promise.resolve([...this.#options.roots.keys()].sort());
  }

  async find(relative: string, saltenv: string): Promise<FoundFile | undefined> {
    for (const root of this.#rootsOf(saltenv)) {
      const path = join(root, relative);
      const found = await this.#regularFile(root, path);
      if (found && !this.#options.ignored(path)) return { path, relative, backend: this.name, stat: found };
    }
    return undefined;
  }

  lists(saltenv: string): Promise<FileLists> {
    const { clock, listCacheMs, ...options } = this.#options;
    const roots = this.#rootsOf(saltenv);
    if (roots.length === 0) return Promise.resolve(nothing);
    const known = this.#lists.get(saltenv);
    const now = clock.now();
    if (known && now - known.at < listCacheMs && now >= known.at) return known.lists;
    const lists = listRoots(roots, options);
    // Environments that minions make up must not fill the memory.
    if (this.#lists.size > 100) this.#lists.clear();
    this.#lists.set(saltenv, { at: now, lists });
    lists.catch(() => this.#lists.delete(saltenv));
    return lists;
  }

  forgetLists(saltenvs: readonly string[] | null): readonly string[] {
    const kept = [...this.#lists.keys()].filter((one) => saltenvs === null || saltenvs.includes(one)).sort();
    for (const saltenv of kept) this.#lists.delete(saltenv);
    return kept;
  }

  async read(file: FoundFile, at: number, length: number): Promise<Uint8Array | undefined> {
    const handle = await this.#open(file);
    if (!handle) return undefined;
    try {
      const { size } = await handle.stat();
      return await readPart(handle, at, length, size);
    } finally {
      await handle.close();
    }
  }

  hash(file: FoundFile): Promise<string | undefined> {
    return this.#hashes.of(file, async () => {
      const handle = await this.#open(file);
      if (!handle) return undefined;
      try {
        const hash = createHash(this.#options.hashType);
        const buffer = Buffer.allocUnsafe(sliceBytes);
        for (let at = 0; ; ) {
          const { bytesRead } = await handle.read(buffer, 0, sliceBytes, at);
          if (bytesRead === 0) return hash.digest("hex");
          hash.update(buffer.subarray(0, bytesRead));
          at += bytesRead;
        }
      } finally {
        await handle.close();
      }
    });
  }

  #rootsOf(saltenv: string): readonly string[] {
    const { roots } = this.#options;
    const own = roots.get(saltenv);
    if (own) return own;
    return (roots.get(anyEnvironment) ?? []).map((root) => root.replaceAll(anyEnvironment, saltenv));
  }

  async #regularFile(root: string, path: string): Promise<FileStat | undefined> {
    try {
      const found = await stat(path, { bigint: true });
      if (!found.isFile()) return undefined;
      if (!this.#options.followSymlinks && !isBelow(await realpath(root), await realpath(path))) return undefined;
      return {
        mode: Number(found.mode),
        inode: found.ino,
        device: found.dev,
        links: Number(found.nlink),
        uid: Number(found.uid),
        gid: Number(found.gid),
        size: Number(found.size),
        accessedS: wholeSeconds(found.atimeNs),
        modifiedS: wholeSeconds(found.mtimeNs),
        changedS: wholeSeconds(found.ctimeNs),
        modifiedNs: found.mtimeNs,
      };
    } catch {
      return undefined;
    }
  }

  /** Only the very file that was found: between finding and opening somebody may have put a link in its place. */
  async #open({ path, stat: found }: FoundFile): Promise<FileHandle | undefined> {
    let handle: FileHandle;
    try {
      // Never waits: a pipe in the place of the file would hold the thread until somebody writes.
      handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      return undefined;
    }
    const opened = await handle.stat({ bigint: true });
    if (
      opened.isFile() &&
      (this.#options.followSymlinks || (opened.ino === found.inode && opened.dev === found.device))
    )
      return handle;
    await handle.close();
    return undefined;
  }
}

/** Not a question of how two texts begin: `/srv/salt-old` is not below `/srv/salt`. */
export function isBelow(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

/** Python's `int()` of the time: towards zero. */
function wholeSeconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000_000n);
}
