import { basename, dirname, join } from "node:path";
import { globMatcher } from "@salina/targeting";
import type { ConfigFiles } from "./config-files.js";

/** Paths that a pattern may mean, sorted. Each part of the path may hold wildcards; names with a leading dot only match when asked for. @source Python's glob.glob */
export async function expandGlob(path: string, files: ConfigFiles): Promise<readonly string[]> {
  if (!hasWildcard(path)) return [path];
  const name = basename(path);
  const parent = dirname(path);
  const directories = await expandGlob(parent, files);
  if (!hasWildcard(name)) return directories.map((directory) => join(directory, name));
  const matches = globMatcher(name);
  const found: string[] = [];
  for (const directory of directories) {
    for (const one of await files.list(directory)) {
      if (matches(one) && (!one.startsWith(".") || name.startsWith("."))) found.push(join(directory, one));
    }
  }
  return found.sort();
}

function hasWildcard(text: string): boolean {
  return /[*?[]/.test(text);
}
