import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type AccessForGit, accessForGit, type RemoteAccess } from "./remote-access.js";
import { runGit } from "./run-git.js";
import { type GitTree, readTree } from "./tree.js";

/** Commits by the names that the remote gives them, without `refs/heads/` and `refs/tags/`. */
export interface GitRefs {
  readonly branches: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

export interface RepositoryOptions {
  /** Below the cache directory; made where it is missing. */
  readonly dir: string;
  readonly access: RemoteAccess;
  readonly fetchTimeoutMs: number;
}

const localTimeoutMs = 120_000;
const isObject = /^[0-9a-f]{40,64}$/;

/** A bare copy of a remote repository. What was fetched stays when the remote is away. Every method throws GitError. */
export class GitRepository {
  readonly #options: RepositoryOptions;
  readonly #access: AccessForGit;
  readonly #repo: string;

  constructor(options: RepositoryOptions) {
    this.#options = options;
    this.#access = accessForGit(options.access);
    this.#repo = join(options.dir, "repo.git");
  }

  /** Brings branches and tags up to what the remote has, and forgets those that it has not any more. */
  async fetch(): Promise<void> {
    await this.#init();
    const { access, fetchTimeoutMs } = this.#options;
    const refs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
    const how = ["--quiet", "--prune", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"];
    await runGit({
      dir: this.#repo,
      args: [...this.#access.args, "fetch", ...how, "--", access.remote.url, ...refs],
      env: this.#access.env,
      timeoutMs: fetchTimeoutMs,
    });
  }

  async refs(): Promise<GitRefs> {
    await this.#init();
    const format = "--format=%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)";
    const printed = await this.#run(["for-each-ref", format, "refs/heads", "refs/tags"]);
    const branches = new Map<string, string>();
    const tags = new Map<string, string>();
    for (const line of printed.toString("utf8").split("\n")) {
      const [name = "", type = "", object = "", innerType = "", inner = ""] = line.split("\0");
      const commit = type === "commit" ? object : innerType === "commit" ? inner : null;
      if (commit === null) continue;
      if (name.startsWith("refs/heads/")) branches.set(name.slice(11), commit);
      else if (name.startsWith("refs/tags/")) tags.set(name.slice(10), commit);
    }
    return { branches, tags };
  }

  /** The commit with that hash, which may be cut short to seven digits. */
  async commit(hash: string): Promise<string | undefined> {
    if (!/^[0-9a-f]{7,64}$/.test(hash)) return undefined;
    try {
      const printed = await this.#run(["rev-parse", "--verify", "--quiet", "--end-of-options", `${hash}^{commit}`]);
      const commit = printed.toString("utf8").trim();
      return isObject.test(commit) ? commit : undefined;
    } catch {
      return undefined;
    }
  }

  async tree(commit: string): Promise<GitTree> {
    return readTree(await this.#run(["ls-tree", "-r", "-t", "-l", "-z", checked(commit)]));
  }

  /** For small ones, such as the text of a link. */
  async blob(object: string, maxBytes: number): Promise<Buffer> {
    return await this.#run(["cat-file", "blob", checked(object)], maxBytes);
  }

  /** A file with what is in the blob, made once: parts of large ones are read from it without holding the rest. */
  async blobFile(object: string): Promise<string> {
    const path = this.blobPath(object);
    if (await exists(path)) return path;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const scratch = await mkdtemp(join(this.#options.dir, "new-"));
    try {
      const made = join(scratch, "blob");
      await runGit({
        dir: this.#repo,
        args: ["cat-file", "blob", object],
        timeoutMs: localTimeoutMs,
        into: (output) => pipeline(output, createWriteStream(made, { mode: 0o600 })),
      });
      await rename(made, path);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    return path;
  }

  blobPath(object: string): string {
    return join(this.#options.dir, "blobs", checked(object).slice(0, 2), object);
  }

  /**
   * Writes a commit out as files. `into` appears whole or not at all; where it is there already, nothing is done.
   * Links are written as they are: whoever reads the files must not follow those that lead out.
   */
  async checkout(commit: string, into: string): Promise<void> {
    checked(commit);
    if (await exists(into)) return;
    await mkdir(dirname(into), { recursive: true, mode: 0o700 });
    const scratch = await mkdtemp(join(dirname(into), ".new-"));
    try {
      const tree = join(scratch, "tree");
      await mkdir(tree, { mode: 0o700 });
      const env = { GIT_INDEX_FILE: join(scratch, "index") };
      const args = [`--work-tree=${tree}`, "read-tree", "--reset", "-u", commit];
      await runGit({ dir: this.#repo, args, env, timeoutMs: localTimeoutMs });
      await rename(tree, into).catch(async (error: unknown) => {
        if (!(await exists(into))) throw error;
      });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #init(): Promise<void> {
    if (await exists(join(this.#repo, "HEAD"))) return;
    await mkdir(this.#options.dir, { recursive: true, mode: 0o700 });
    await this.#run(["init", "--quiet", "--bare", "--template="]);
  }

  async #run(args: readonly string[], maxBytes?: number): Promise<Buffer> {
    const limit = maxBytes === undefined ? {} : { maxBytes };
    return await runGit({ dir: this.#repo, args, timeoutMs: localTimeoutMs, ...limit });
  }
}

function checked(object: string): string {
  if (!isObject.test(object)) throw new RangeError("not the name of a git object");
  return object;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
