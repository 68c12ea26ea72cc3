import { join, resolve } from "node:path";

/** Each path stands below `root_dir`, be it absolute or not, unless it does so already. @source salt/config, prepend_root_dir */
export function underRoot(rootDir: string, path: string): string {
  const root = resolve("/", rootDir);
  if (root === "/") return resolve("/", path);
  return path === root || path.startsWith(`${root}/`) ? resolve(path) : join(root, path);
}
