import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Value, ValueMap } from "@salina/wire";
import { insideRoot } from "./inside-root.js";
import { asUtf8, isText } from "./is-text.js";

/** Larger files are not shown: the answer is held in memory, and told on the bus. */
const maxFileBytes = 4 << 20;
const maxNames = 100_000;
const maxDepth = 64;

/** The directories of `file_roots` or `pillar_roots`, as wheel functions show and change them. @source salt/wheel/file_roots.py */
export class RootFiles {
  readonly #roots: ReadonlyMap<string, readonly string[]>;

  constructor(roots: ReadonlyMap<string, readonly string[]>) {
    this.#roots = roots;
  }

  /** Files of this path, one a root, each with `txt` or `bin`. */
  async find(path: string, saltenv: string): Promise<Map<string, string>[]> {
    const found: Map<string, string>[] = [];
    for (const { shown, bytes } of await this.#files(path, saltenv)) {
      found.push(new Map([[shown, isText(bytes) ? "txt" : "bin"]]));
    }
    return found;
  }

  /** The same files with their text. What is no UTF-8 is left out. */
  async read(path: string, saltenv: string): Promise<Map<string, string>[]> {
    const found: Map<string, string>[] = [];
    for (const { shown, bytes } of await this.#files(path, saltenv)) {
      const text = isText(bytes) ? asUtf8(bytes) : null;
      if (text !== null) found.push(new Map([[shown, text]]));
    }
    return found;
  }

  /** By root: names of directories with what is in them, names of files with `f`. Links are not walked into. */
  async tree(saltenv: string): Promise<ValueMap> {
    const count = { left: maxNames };
    const roots: ValueMap = new Map();
    for (const root of this.#roots.get(saltenv) ?? []) roots.set(root, await treeOf(root, 0, count));
    return roots;
  }

  async trees(): Promise<ValueMap> {
    const all: ValueMap = new Map();
    for (const saltenv of this.#roots.keys()) all.set(saltenv, [await this.tree(saltenv)]);
    return all;
  }

  /**
   * Writes a file, making its directories; one that is there is replaced in one step.
   * @returns what was done, or why not, as stock says it
   */
  async write(data: string | Uint8Array, path: string, saltenv: string, index: number): Promise<string> {
    const roots = this.#roots.get(saltenv);
    if (!roots) return `Named environment ${saltenv} is not present`;
    const root = roots[index];
    if (root === undefined) return `Specified index ${index} in environment ${saltenv} is not present`;
    if (path.startsWith("/")) return `The path passed in ${path} is not relative to the environment ${saltenv}`;
    const place = await insideRoot(root, path);
    if (!place || (await isDirectory(place.real))) return `Invalid path: ${path}`;
    await mkdir(dirname(place.real), { recursive: true });
    await replaceFile(place.real, data);
    return `Wrote data to file ${place.shown}`;
  }

  async #files(path: string, saltenv: string): Promise<{ readonly shown: string; readonly bytes: Uint8Array }[]> {
    const found: { shown: string; bytes: Uint8Array }[] = [];
    for (const root of this.#roots.get(saltenv) ?? []) {
      const place = await insideRoot(root, path);
      const bytes = place && (await readFileAt(place.real));
      if (place && bytes) found.push({ shown: place.shown, bytes });
    }
    return found;
  }
}

/** Null: there is no such regular file. @throws Error for one that is too large, or cannot be read */
async function readFileAt(path: string): Promise<Uint8Array | null> {
  let file: FileHandle;
  try {
    // A pipe would wait for a writer; a link that has come since would lead elsewhere.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "ENAMETOOLONG"].includes(code)) return null;
    throw error;
  }
  try {
    const info = await file.stat();
    if (!info.isFile()) return null;
    if (info.size > maxFileBytes) throw new Error(`${path} is larger than ${maxFileBytes} bytes`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function replaceFile(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.salina-${randomBytes(8).toString("hex")}`);
  const before = await stat(path).catch(() => null);
  const file = await open(temporary, "wx", before ? before.mode & 0o7777 : 0o666);
  try {
    await file.writeFile(data);
    if (before) await file.chmod(before.mode & 0o7777);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

async function treeOf(directory: string, depth: number, count: { left: number }): Promise<ValueMap> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const tree = new Map<Value, Value>();
  const byName = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of byName) {
    if (--count.left < 0 || depth > maxDepth) throw new Error(`there is too much below ${directory} to be listed`);
    const path = join(directory, entry.name);
    if (entry.isDirectory()) tree.set(entry.name, await treeOf(path, depth + 1, count));
    else tree.set(entry.name, entry.isSymbolicLink() && (await isDirectory(path)) ? new Map() : "f");
  }
  return tree;
}
