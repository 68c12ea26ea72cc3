import type { TextMatcher } from "@salina/targeting";
import type { Clock } from "../clock.js";
import type { FilesConfig, HashType } from "../config/config.js";
import type { FileBackend } from "./backend.js";
import { FileServer } from "./file-server.js";
import type { GitBackend } from "./git/git-backend.js";
import { openGitfs } from "./git/open-gitfs.js";
import { ignoredFiles } from "./ignored-files.js";
import { RootsBackend } from "./roots/roots-backend.js";

export interface OpenedFiles {
  readonly server: FileServer;
  /** Null where `fileserver_backend` does not name it. */
  readonly gitfs: GitBackend | null;
}

export interface FilesSurroundings {
  readonly hashType: HashType;
  readonly clock: Clock;
  readonly cacheDir: string;
  /** States that come with Salina; null: not wanted. */
  readonly bundled: string | null;
  readonly onAway: (label: string, why: unknown) => void;
}

/**
 * The file server of a config: its backends in the order of `fileserver_backend`, then what Salina brings along.
 * @throws RangeError for an expression in `file_ignore_regex` that cannot be read; Error for a remote that cannot be one
 */
export function openFiles(config: FilesConfig, around: FilesSurroundings): OpenedFiles {
  const ignored = ignoredFiles(config.ignore);
  const backends: FileBackend[] = [];
  let gitfs: GitBackend | null = null;
  for (const name of config.backends) {
    if (name === "roots") backends.push(rootsBackend("roots", config.roots, ignored, config, around));
    else if (gitfs === null) {
      gitfs = openGitfs(config.git, { ...around, ignored });
      backends.push(gitfs);
    }
  }
  if (around.bundled !== null) {
    backends.push(rootsBackend("bundled", new Map([["base", [around.bundled]]]), ignored, config, around));
  }
  const { hashType } = around;
  return { server: new FileServer(backends, { hashType, chunkBytes: config.chunkBytes }), gitfs };
}

function rootsBackend(
  name: string,
  roots: ReadonlyMap<string, readonly string[]>,
  ignored: TextMatcher,
  { followSymlinks, ignoreSymlinks, listCacheS }: FilesConfig,
  { clock, hashType }: FilesSurroundings,
): RootsBackend {
  return new RootsBackend({
    name,
    clock,
    roots,
    hashType,
    followSymlinks,
    ignoreSymlinks,
    ignored,
    listCacheMs: listCacheS * 1000,
  });
}
