import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join, normalize } from "node:path";
import { errorCode } from "../../keys/key-disk.js";

const maxPathLength = 4096;

export interface Inside {
  /** As it is shown: the root and the path, put together. */
  readonly shown: string;
  /** The same without links and dots: only this one may be opened. */
  readonly real: string;
}

/**
 * A path that a caller names, if it stays inside of a root: `..`, absolute paths and links that lead out do not. The
 * end of it need not be there.
 * @source salt/utils/verify.py, clean_path
 */
export async function insideRoot(root: string, path: string): Promise<Inside | null> {
  // After a link, `..` is another directory for the system than for who reads it: there is no need for it.
  if (path.includes("\0") || path.length > maxPathLength || path.split("/").includes("..")) return null;
  const shown = path.startsWith("/") ? path : `${root.replace(/\/+$/, "")}/${path}`;
  const [realRoot, real] = await Promise.all([realPath(normalize(root)), realPath(normalize(shown))]);
  if (realRoot === null || real === null) return null;
  const isBelow = real === realRoot || real.startsWith(realRoot === "/" ? "/" : `${realRoot}/`);
  return isBelow ? { shown, real } : null;
}

/** Without links. What is missing at the end stays as it is; null where a link leads to nothing, or in circles. */
async function realPath(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") return null;
    // A link to nothing: what is written there would go to wherever it leads.
    if (await isThere(path)) return null;
    const parent = dirname(path);
    if (parent === path) return null;
    const above = await realPath(parent);
    return above === null ? null : join(above, basename(path));
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
