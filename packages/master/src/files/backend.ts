/** A file that a minion may have. */
export interface FoundFile {
  /** On this machine. */
  readonly path: string;
  /** As the minion asked for it, tidied: relative, `/` between the parts. */
  readonly relative: string;
  /** Name of the backend that has it. */
  readonly backend: string;
  readonly stat: FileStat;
}

/** Times in whole seconds since 1970. */
export interface FileStat {
  readonly mode: number;
  readonly inode: bigint;
  readonly device: bigint;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly accessedS: number;
  readonly modifiedS: number;
  readonly changedS: number;
  /** Tells two states of a file apart that fall into one second. */
  readonly modifiedNs: bigint;
}

/** Everything in one environment, relative and sorted. */
export interface FileLists {
  readonly files: readonly string[];
  readonly directories: readonly string[];
  readonly emptyDirectories: readonly string[];
  /** Link and what stands in it. */
  readonly links: ReadonlyMap<string, string>;
}

export const nothing: FileLists = { files: [], directories: [], emptyDirectories: [], links: new Map() };

/** Where files come from. Environments and relative paths have been checked: no part of them leads out of anything. */
export interface FileBackend {
  readonly name: string;
  environments(): Promise<readonly string[]>;
  find(relative: string, saltenv: string): Promise<FoundFile | undefined>;
  lists(saltenv: string): Promise<FileLists>;
  /** Forgets kept lists, of these environments or of all. @returns of which there were any */
  forgetLists(saltenvs: readonly string[] | null): readonly string[];
  /** At most `length` bytes from `at` on; fewer only at the end. Undefined: the file is not there any more. */
  read(file: FoundFile, at: number, length: number): Promise<Uint8Array | undefined>;
  /** Hex. Undefined: the file is not there any more. */
  hash(file: FoundFile): Promise<string | undefined>;
}
