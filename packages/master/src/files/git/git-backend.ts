import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { TextMatcher } from "@salina/targeting";
import type { FileBackend, FileLists, FileStat, FoundFile } from "../backend.js";
import { byCodePoint } from "../file-server.js";
import { HashCache } from "../hash-cache.js";
import { readPart } from "../read-part.js";
import type { GitRemote } from "./git-remote.js";

export interface GitBackendOptions {
  readonly remotes: readonly GitRemote[];
  readonly hashType: string;
  readonly ignored: TextMatcher;
  /** A remote cannot be fetched: what was fetched before is served on. */
  readonly onAway: (label: string, why: unknown) => void;
}

/** Repositories whose branches and tags are environments (`gitfs`). @source salt/utils/gitfs.py, class GitFS */
export class GitBackend implements FileBackend {
  readonly name = "gitfs";
  readonly #options: GitBackendOptions;
  readonly #hashes = new HashCache();
  readonly #made = new Map<string, GitRemote>();
  #updating: Promise<boolean> | null = null;

  constructor(options: GitBackendOptions) {
    this.#options = options;
  }

  /** What earlier runs fetched: served before the first fetch ends. */
  async load(): Promise<void> {
    for (const remote of this.#options.remotes) await this.#attempt(remote, () => remote.load());
  }

  /** Fetches all remotes, one after the other; true where one has changed. Calls at the same time are one. */
  update(): Promise<boolean> {
    this.#updating ??= this.#update().finally(() => {
      this.#updating = null;
    });
    return this.#updating;
  }

  environments(): Promise<readonly string[]> {
    const all = this.#options.remotes.flatMap((remote) => remote.environments());
    return Promise.resolve([...new Set(all)].sort(byCodePoint));
  }

  async find(relative: string, saltenv: string): Promise<FoundFile | undefined> {
    if (this.#options.ignored(relative)) return undefined;
    for (const remote of this.#options.remotes) {
      const blob = await remote.find(relative, saltenv);
      if (!blob) continue;
      const path = remote.repository.blobPath(blob.object);
      this.#remember(path, remote);
      return { path, relative, backend: this.name, stat: statOf(blob.mode, blob.bytes) };
    }
    return undefined;
  }

  /** Lists come out of the repository: none is kept. */
  forgetLists(): readonly string[] {
    return [];
  }

  async lists(saltenv: string): Promise<FileLists> {
    const files = new Set<string>();
    const directories = new Set<string>();
    const links = new Map<string, string>();
    for (const remote of this.#options.remotes) {
      const tree = await remote.tree(saltenv);
      if (!tree) continue;
      const { mountpoint } = remote.options;
      if (mountpoint !== "") directories.add(mountpoint);
      for (const [path, entry] of tree) {
        const shown = remote.shown(path);
        if (shown === undefined || this.#options.ignored(shown)) continue;
        (entry.kind === "tree" ? directories : files).add(shown);
        const target = entry.kind === "link" ? await remote.linkTarget(entry) : undefined;
        if (target !== undefined) links.set(shown, target);
      }
    }
    const sorted = (names: ReadonlySet<string>) => [...names].sort(byCodePoint);
    return { files: sorted(files), directories: sorted(directories), emptyDirectories: [], links };
  }

  async read(file: FoundFile, at: number, length: number): Promise<Uint8Array | undefined> {
    const path = await this.#file(file);
    if (path === undefined) return undefined;
    const handle = await open(path);
    try {
      return await readPart(handle, at, length, file.stat.size);
    } finally {
      await handle.close();
    }
  }

  hash(file: FoundFile): Promise<string | undefined> {
    return this.#hashes.of(file, async () => {
      const path = await this.#file(file);
      if (path === undefined) return undefined;
      const hash = createHash(this.#options.hashType);
      for await (const slice of createReadStream(path) as AsyncIterable<Buffer>) hash.update(slice);
      return hash.digest("hex");
    });
  }

  async #file({ path }: FoundFile): Promise<string | undefined> {
    const object = path.slice(path.lastIndexOf("/") + 1);
    return await this.#made.get(path)?.repository.blobFile(object);
  }

  #remember(path: string, remote: GitRemote): void {
    this.#made.delete(path);
    this.#made.set(path, remote);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= 20_000) break;
      this.#made.delete(oldest);
    }
  }

  async #update(): Promise<boolean> {
    let hasChanged = false;
    for (const remote of this.#options.remotes) {
      const changed = await this.#attempt(remote, async () => {
        await remote.repository.fetch();
        return await remote.load();
      });
      hasChanged ||= changed;
    }
    return hasChanged;
  }

  async #attempt(remote: GitRemote, action: () => Promise<boolean>): Promise<boolean> {
    try {
      return await action();
    } catch (error) {
      this.#options.onAway(remote.options.label, error);
      return false;
    }
  }
}

/** Git knows no more than the mode: the times of a blob are always the same, as it never changes. */
function statOf(mode: number, size: number): FileStat {
  const nobody = { inode: 0n, device: 0n, links: 1, uid: 0, gid: 0 };
  return { mode, size, ...nobody, accessedS: 0, modifiedS: 0, changedS: 0, modifiedNs: 0n };
}
