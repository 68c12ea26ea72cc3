import type { Runner } from "../runner.js";
import { clearFileListCache } from "./clear-file-list-cache.js";
import { clearLock } from "./clear-lock.js";
import { dirList } from "./dir-list.js";
import { emptyDirList } from "./empty-dir-list.js";
import { envs } from "./envs.js";
import { fileList } from "./file-list.js";
import { symlinkList } from "./symlink-list.js";
import { update } from "./update.js";

/** @source salt/runners/fileserver.py */
export const fileserverRunners: readonly Runner[] = [
  clearFileListCache,
  clearLock,
  dirList,
  emptyDirList,
  envs,
  fileList,
  symlinkList,
  update,
];
