import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isMap, type Value } from "@salina/wire";
import type { GitPillarConfig } from "../../config/config.js";
import type { GitRepository } from "../../git/git-repository.js";
import { accessParameters, openRepository } from "../../git/open-repository.js";
import { type RemoteEntry, remoteEntries, textParameter, withoutLogin } from "../../git/remote-entry.js";

/** A directory of files out of a repository, as the threads that make pillars see it. */
export interface GitPillarDirectory {
  /** Which entry of `ext_pillar` it belongs to. */
  readonly entry: number;
  readonly directory: string;
  /** `__env__`: whichever is asked for. */
  readonly environment: string;
}

interface GitPillar {
  readonly entry: number;
  readonly label: string;
  /** `__env__`: each branch is one of its own, by its name. */
  readonly branch: string;
  readonly environment: string;
  readonly root: string;
  readonly repository: GitRepository;
  readonly checkouts: string;
}

export interface GitPillarsOptions {
  readonly config: GitPillarConfig;
  /** `ext_pillar` */
  readonly ext: Value;
  readonly cacheDir: string;
  readonly onAway: (label: string, why: unknown) => void;
}

const known = [...accessParameters, "env", "root", "base"];

/** The git remotes of `ext_pillar`, each checked out into a directory that does not change any more. */
export class GitPillars {
  readonly name = "git_pillar";
  readonly intervalMs: number;
  readonly #options: GitPillarsOptions;
  readonly #pillars: readonly GitPillar[];
  #directories: readonly GitPillarDirectory[] = [];
  #loaded: Promise<unknown> | null = null;
  /** Directories of the state before: a pillar may be at work in them. */
  #before: readonly string[] = [];

  /** @throws Error for a remote that cannot be one */
  constructor(options: GitPillarsOptions) {
    this.#options = options;
    this.intervalMs = options.config.updateS * 1000;
    this.#pillars = readPillars(options);
  }

  /** As they are named in messages. */
  get labels(): readonly string[] {
    return this.#pillars.map(({ label }) => label);
  }

  get isUsed(): boolean {
    return this.#pillars.length > 0;
  }

  /** The first call waits until everything was fetched once, or could not be. */
  async directories(): Promise<readonly GitPillarDirectory[]> {
    if (this.isUsed) await (this.#loaded ?? this.update());
    return this.#directories;
  }

  update(): Promise<boolean> {
    const updating = this.#update();
    this.#loaded ??= updating;
    return updating;
  }

  async #update(): Promise<boolean> {
    const directories: GitPillarDirectory[] = [];
    for (const pillar of this.#pillars) {
      try {
        await pillar.repository.fetch();
      } catch (error) {
        this.#options.onAway(pillar.label, error);
      }
      directories.push(...(await this.#checkedOut(pillar).catch((error: unknown) => this.#away(pillar, error))));
    }
    const hasChanged = JSON.stringify(directories) !== JSON.stringify(this.#directories);
    if (hasChanged) await this.#replace(directories);
    return hasChanged;
  }

  #away(pillar: GitPillar, error: unknown): readonly GitPillarDirectory[] {
    this.#options.onAway(pillar.label, error);
    return this.#directories.filter(({ entry }) => entry === pillar.entry);
  }

  async #checkedOut(pillar: GitPillar): Promise<readonly GitPillarDirectory[]> {
    const { entry, branch, environment, root, repository, checkouts } = pillar;
    const refs = await repository.refs();
    const all = new Map([...refs.tags, ...refs.branches]);
    const wanted = branch === "__env__" ? [...refs.branches.keys()] : [branch];
    const found: GitPillarDirectory[] = [];
    for (const name of wanted) {
      const commit = all.get(name) ?? (await repository.commit(name));
      if (commit === undefined) {
        this.#options.onAway(pillar.label, `there is no branch or tag ${name}`);
        continue;
      }
      const tree = join(checkouts, commit);
      await repository.checkout(commit, tree);
      const own = branch === "__env__" ? this.#environmentOf(name) : environment;
      found.push({ entry, directory: join(tree, root), environment: own });
    }
    return found;
  }

  #environmentOf(branch: string): string {
    return branch === this.#options.config.base ? "base" : branch;
  }

  async #replace(directories: readonly GitPillarDirectory[]): Promise<void> {
    const old = this.#directories.map(({ directory }) => directory);
    this.#directories = directories;
    const used = new Set([...directories.map(({ directory }) => directory), ...old]);
    for (const directory of this.#before) {
      if (!used.has(directory)) await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    }
    this.#before = old;
  }
}

function readPillars({ ext, config, cacheDir }: GitPillarsOptions): readonly GitPillar[] {
  const entries = Array.isArray(ext) ? ext : [];
  return entries.flatMap((one, entry) => {
    const remotes = isMap(one) ? one.get("git") : undefined;
    return remotes === undefined
      ? []
      : remoteEntries("ext_pillar: git", remotes, known).map((remote) => readPillar(remote, entry, config, cacheDir));
  });
}

/** `branch address`, or an address alone. */
function readPillar(remote: RemoteEntry, entry: number, config: GitPillarConfig, cacheDir: string): GitPillar {
  const words = remote.text.trim().split(/\s+/);
  const [branch = config.branch, url = ""] = words.length > 1 ? words : [config.branch, words[0] ?? ""];
  if (words.length > 2)
    throw new Error(`ext_pillar: git: ${withoutLogin(remote.text)}: expected a branch and an address`);
  const named = textParameter(remote, "env", config.env);
  const base = textParameter(remote, "base", config.base);
  const directory = join(cacheDir, "git_pillar");
  return {
    entry,
    label: textParameter(remote, "name", withoutLogin(remote.text)),
    branch,
    environment: named === "" ? (branch === base ? "base" : branch) : named,
    root: inside(textParameter(remote, "root", config.root)),
    repository: openRepository(directory, url, remote, config.access),
    checkouts: join(directory, "trees"),
  };
}

function inside(path: string): string {
  if (path.split("/").includes("..")) throw new Error(`ext_pillar: git: ${path} leads out of the repository`);
  return path.replace(/^\/+|\/+$/g, "");
}
