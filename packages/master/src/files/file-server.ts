import type { FileBackend, FileLists, FoundFile } from "./backend.js";
import { isEnvironment, type WantedFile } from "./wanted-file.js";

/** Whether a backend of this name is meant. */
export type ChosenBackends = (name: string) => boolean;

const everyBackend: ChosenBackends = () => true;

/** All backends as one tree: of a file the first backend that has it, of lists everything. */
export class FileServer {
  readonly #backends: readonly FileBackend[];
  readonly hashType: string;
  /** Longest part of a file that goes out at once. */
  readonly chunkBytes: number;

  constructor(backends: readonly FileBackend[], options: { readonly hashType: string; readonly chunkBytes: number }) {
    this.#backends = backends;
    this.hashType = options.hashType;
    this.chunkBytes = options.chunkBytes;
  }

  /** Sorted. */
  async environments(chosen: ChosenBackends = everyBackend): Promise<readonly string[]> {
    const all = await Promise.all(this.#chosen(chosen).map((backend) => backend.environments()));
    return sortedUnion(all);
  }

  async find({ path, saltenv }: WantedFile): Promise<FoundFile | undefined> {
    for (const backend of this.#backends) {
      const found = await backend.find(path, saltenv);
      if (found) return found;
    }
    return undefined;
  }

  async lists(saltenv: string, chosen: ChosenBackends = everyBackend): Promise<FileLists> {
    if (!isEnvironment(saltenv)) return { files: [], directories: [], emptyDirectories: [], links: new Map() };
    const all = await Promise.all(this.#chosen(chosen).map((backend) => backend.lists(saltenv)));
    const [only] = all;
    if (all.length === 1 && only) return only;
    return {
      files: sortedUnion(all.map(({ files }) => files)),
      directories: sortedUnion(all.map(({ directories }) => directories)),
      emptyDirectories: sortedUnion(all.map(({ emptyDirectories }) => emptyDirectories)),
      links: new Map(all.flatMap(({ links }) => [...links])),
    };
  }

  /** Forgets kept lists. @returns environments by backend, of which there were any */
  forgetLists(saltenvs: readonly string[] | null, chosen: ChosenBackends): ReadonlyMap<string, readonly string[]> {
    return new Map(this.#chosen(chosen).map((backend) => [backend.name, backend.forgetLists(saltenvs)]));
  }

  async read(file: FoundFile, at: number): Promise<Uint8Array | undefined> {
    return await this.#of(file).read(file, at, this.chunkBytes);
  }

  async hash(file: FoundFile): Promise<string | undefined> {
    return await this.#of(file).hash(file);
  }

  #chosen(chosen: ChosenBackends): readonly FileBackend[] {
    return this.#backends.filter(({ name }) => chosen(name));
  }

  #of({ backend }: FoundFile): FileBackend {
    const found = this.#backends.find(({ name }) => name === backend);
    if (!found) throw new Error(`there is no file backend ${backend}`);
    return found;
  }
}

/** By code point, as Python sorts text. */
function sortedUnion(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort(byCodePoint);
}

export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
