import type { Dirent } from "node:fs";
import { readdir, readlink, realpath, stat } from "node:fs/promises";
import { dirname, join, normalize, relative, sep } from "node:path";
import type { TextMatcher } from "@salina/targeting";
import type { FileLists } from "../backend.js";
import { byCodePoint } from "../file-server.js";

export interface ListOptions {
  readonly followSymlinks: boolean;
  readonly ignoreSymlinks: boolean;
  readonly ignored: TextMatcher;
}

/** How many names one environment may have: beyond it is a mistake in the config, such as `/` as a root. */
const maxNames = 1_000_000;

/**
 * Walks the roots of one environment. Pipes, sockets and devices are left out; a link that leads back to a directory
 * above itself is listed, but not walked into again.
 */
export async function listRoots(roots: readonly string[], options: ListOptions): Promise<FileLists> {
  const walk = new Walk(options);
  for (const root of roots) {
    const real = await realpath(root).catch(() => null);
    if (real !== null) await walk.directory(root, { root, real, above: [real] });
  }
  return walk.lists();
}

interface Place {
  readonly root: string;
  /** The root, without links. */
  readonly real: string;
  /** The directories that one is in, without links. */
  readonly above: readonly string[];
}

class Walk {
  readonly #options: ListOptions;
  readonly #files = new Set<string>();
  readonly #directories = new Set<string>();
  readonly #empty = new Set<string>();
  readonly #links = new Map<string, string>();

  constructor(options: ListOptions) {
    this.#options = options;
  }

  lists(): FileLists {
    const sorted = (names: ReadonlySet<string>) => [...names].sort(byCodePoint);
    return {
      files: sorted(this.#files),
      directories: sorted(this.#directories),
      emptyDirectories: sorted(this.#empty),
      links: new Map([...this.#links].sort(([a], [b]) => byCodePoint(a, b))),
    };
  }

  async directory(path: string, place: Place): Promise<void> {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (this.#files.size + this.#directories.size > maxNames) {
        throw new Error(`more than ${maxNames} names below ${place.root}: is it the right directory?`);
      }
      await this.#entry(entry, join(path, entry.name), place);
    }
  }

  async #entry(entry: Dirent, path: string, place: Place): Promise<void> {
    const isLink = entry.isSymbolicLink();
    const { followSymlinks, ignoreSymlinks, ignored } = this.#options;
    // A name that is not UTF-8 cannot be asked for.
    if (entry.name.includes("\uFFFD")) return;
    const target = isLink ? await stat(path).catch(() => null) : null;
    const isDirectory = isLink ? target?.isDirectory() === true : entry.isDirectory();
    const isFile = isLink ? target === null || target.isFile() : entry.isFile();
    if (!isDirectory && !isFile) return;

    const name = relative(place.root, path);
    const isListed = !(isLink && ignoreSymlinks) && !ignored(name);
    if (isListed) {
      (isDirectory ? this.#directories : this.#files).add(name);
      if (isDirectory && (await isEmpty(path))) this.#empty.add(name);
      if (isLink) await this.#link(path, name, place);
    }
    // As stock does, what is in a directory that is left out is still listed by its own name.
    if (!isDirectory || (isLink && !followSymlinks)) return;
    const real = isLink ? await realpath(path).catch(() => null) : join(place.above.at(-1) ?? "", entry.name);
    if (real === null || place.above.includes(real)) return;
    await this.directory(path, { ...place, above: [...place.above, real] });
  }

  /** A link that leads out of the root is named only where links are not followed: elsewhere it is what it leads to. */
  async #link(path: string, name: string, { real }: Place): Promise<void> {
    const target = await readlink(path).catch(() => null);
    if (target === null) return;
    // Stock takes the link itself for a directory where the target begins with two dots.
    const joined = normalize(target.startsWith("..") ? join(path, target) : join(dirname(path), target));
    const leadsTo = relative(real, await realOrSame(target.startsWith("/") ? normalize(target) : joined));
    const isInside = leadsTo !== ".." && !leadsTo.startsWith(`..${sep}`) && !leadsTo.startsWith("..");
    if (isInside || !this.#options.followSymlinks) this.#links.set(name, target);
  }
}

async function isEmpty(path: string): Promise<boolean> {
  return (await readdir(path).catch(() => ["?"])).length === 0;
}

/** As Python's `realpath`: what is missing at the end stays as it is. */
async function realOrSame(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realOrSame(parent), path.slice(parent.length).replace(/^\/+/, ""));
  }
}
