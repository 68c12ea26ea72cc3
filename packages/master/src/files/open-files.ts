import type { Clock } from "../clock.js";
import type { FilesConfig, HashType } from "../config/config.js";
import { FileServer } from "./file-server.js";
import { ignoredFiles } from "./ignored-files.js";
import { RootsBackend } from "./roots/roots-backend.js";

/** The file server of a config. @throws RangeError for an expression in `file_ignore_regex` that cannot be read */
export function openFiles(config: FilesConfig, hashType: HashType, clock: Clock): FileServer {
  const { roots, chunkBytes, followSymlinks, ignoreSymlinks, listCacheS, ignore } = config;
  const ignored = ignoredFiles(ignore);
  const backend = new RootsBackend({
    clock,
    roots,
    hashType,
    followSymlinks,
    ignoreSymlinks,
    ignored,
    listCacheMs: listCacheS * 1000,
  });
  return new FileServer([backend], { hashType, chunkBytes });
}
