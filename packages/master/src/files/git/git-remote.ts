import { posix } from "node:path";
import type { GitRefs, GitRepository } from "../../git/git-repository.js";
import type { GitBlob, GitTree } from "../../git/tree.js";

export type RefType = "branch" | "tag" | "sha";

/** One of `gitfs_remotes`, with what holds for all where it says nothing itself. */
export interface GitRemoteOptions {
  /** For the log: the address without credentials. */
  readonly label: string;
  /** Branch, tag or commit that is the environment `base`. */
  readonly base: string;
  /** Directory of the repository that is served. Empty: all of it. */
  readonly root: string;
  /** Where it appears for minions. Empty: at the top. */
  readonly mountpoint: string;
  readonly refTypes: readonly RefType[];
  /** Whether environments may be named after branches and tags. */
  readonly mapsRefs: boolean;
  readonly isExposed: (saltenv: string) => boolean;
}

const maxLinks = 100;
const maxTrees = 50;
const isHash = /^[0-9a-f]{7,64}$/;

/** What a repository looks like to minions. Its state changes only by `load`, so that each answer is of one state. */
export class GitRemote {
  readonly options: GitRemoteOptions;
  readonly repository: GitRepository;
  #refs: GitRefs = { branches: new Map(), tags: new Map() };
  readonly #trees = new Map<string, Promise<GitTree>>();

  constructor(repository: GitRepository, options: GitRemoteOptions) {
    this.repository = repository;
    this.options = { ...options, root: tidy(options.root), mountpoint: tidy(options.mountpoint) };
  }

  /** Reads what was fetched. True: branches or tags have changed. */
  async load(): Promise<boolean> {
    const refs = await this.repository.refs();
    const hasChanged = !same(refs.branches, this.#refs.branches) || !same(refs.tags, this.#refs.tags);
    this.#refs = refs;
    return hasChanged;
  }

  /** @source salt/utils/gitfs.py, GitProvider._get_envs_from_ref_paths */
  environments(): readonly string[] {
    const { base, mapsRefs, refTypes, isExposed } = this.options;
    const found = new Set<string>(isHash.test(base) ? ["base"] : []);
    const names = [
      ...(refTypes.includes("branch") ? this.#refs.branches.keys() : []),
      ...(refTypes.includes("tag") ? this.#refs.tags.keys() : []),
    ];
    for (const name of names) {
      if (name === base) found.add("base");
      else if (mapsRefs) found.add(name);
    }
    return [...found].filter(isExposed);
  }

  /** The files of an environment, which may also be the hash of a commit. */
  async tree(saltenv: string): Promise<GitTree | undefined> {
    const isNamed = this.environments().includes(saltenv);
    if (!isNamed && !(isHash.test(saltenv) && this.options.isExposed(saltenv))) return undefined;
    const commit = await this.#commit(saltenv === "base" ? this.options.base : saltenv);
    if (commit === undefined) return undefined;
    const known = this.#trees.get(commit);
    if (known !== undefined) return await known;
    const tree = this.repository.tree(commit);
    for (const oldest of this.#trees.keys()) {
      if (this.#trees.size < maxTrees) break;
      this.#trees.delete(oldest);
    }
    this.#trees.set(commit, tree);
    tree.catch(() => this.#trees.delete(commit));
    return await tree;
  }

  /** As minions see them, or undefined for what is not below the root. */
  shown(path: string): string | undefined {
    const { root, mountpoint } = this.options;
    if (root !== "" && !path.startsWith(`${root}/`)) return undefined;
    return posix.join(mountpoint, root === "" ? path : path.slice(root.length + 1));
  }

  /** The file behind a path, through links within the repository. */
  async find(shown: string, saltenv: string): Promise<GitBlob | undefined> {
    const { root, mountpoint } = this.options;
    if (mountpoint !== "" && !shown.startsWith(`${mountpoint}/`)) return undefined;
    const tree = await this.tree(saltenv);
    if (!tree) return undefined;
    let path = posix.join(root, mountpoint === "" ? shown : shown.slice(mountpoint.length + 1));
    for (let links = 0; links < maxLinks; links += 1) {
      const entry = tree.get(path);
      if (entry?.kind === "file") return entry;
      if (entry?.kind !== "link") return undefined;
      const target = await this.linkTarget(entry);
      if (target === undefined || target.startsWith("/")) return undefined;
      // What leads out of the repository is in no tree.
      path = posix.join(posix.dirname(path), target);
    }
    return undefined;
  }

  async linkTarget(link: GitBlob): Promise<string | undefined> {
    if (link.bytes > 4096) return undefined;
    return (await this.repository.blob(link.object, 4096)).toString("utf8");
  }

  async #commit(name: string): Promise<string | undefined> {
    for (const type of this.options.refTypes) {
      const refs = type === "branch" ? this.#refs.branches : this.#refs.tags;
      const commit = type === "sha" ? await this.repository.commit(name) : refs.get(name);
      if (commit !== undefined) return commit;
    }
    return undefined;
  }
}

function tidy(path: string): string {
  const plain = posix.normalize(path.replace(/^salt:\/\//, "")).replace(/^\/+|\/+$/g, "");
  if (plain === "." || plain === "") return "";
  if (plain.split("/").includes("..")) throw new RangeError("gitfs: a root or mountpoint leads out of the repository");
  return plain;
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, commit]) => b.get(name) === commit);
}
