import { posix } from "node:path";

/** What a minion asks for, after all checks: this is the one place where paths and environments from outside are read. */
export interface WantedFile {
  /** Relative, tidied, without `..`. */
  readonly path: string;
  readonly saltenv: string;
}

const maxPathLength = 4096;

/**
 * Reads the path and the environment of a request. `|` in front makes the rest of the path literal; otherwise
 * `?saltenv=dev` behind it names the environment. Null for what can be no file below a root.
 * @source salt/fileserver/__init__.py, Fileserver.find_file
 */
export function wantedFile(path: string, saltenv: string): WantedFile | null {
  if (path.startsWith("|")) return checked(path.slice(1), saltenv);
  const [plain = "", query = ""] = path.split("?");
  let named = saltenv;
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals) === "saltenv") named = pair.slice(equals + 1);
  }
  return checked(plain, named);
}

function checked(path: string, saltenv: string): WantedFile | null {
  if (path === "" || path.length > maxPathLength || hasControl(path)) return null;
  if (path.startsWith("/") || path.includes("../") || !isEnvironment(saltenv)) return null;
  const tidy = posix.normalize(path);
  if (tidy === "." || tidy === ".." || tidy.startsWith("../") || tidy.startsWith("/")) return null;
  return { path: tidy, saltenv };
}

/** Names of environments become parts of paths (`__env__`), so that they may be no more than names. Branches have slashes. */
export function isEnvironment(name: string): boolean {
  if (name === "" || name.length > 255 || hasControl(name) || name.startsWith("/") || name.endsWith("/")) return false;
  return name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function hasControl(text: string): boolean {
  return text.includes("\0") || text.includes("\uFFFD");
}
