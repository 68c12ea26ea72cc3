import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { Exit, exitCodes } from "../io.js";

/** A file or an empty directory, and where minions put it. */
export interface SourceFile {
  readonly path: string;
  readonly target: string;
  /** Permissions; null: an empty directory. */
  readonly mode: number | null;
}

/** @throws Exit for one that is not there */
export function realSources(words: readonly string[]): string[] {
  return words.map((word) => {
    const path = resolve(word);
    try {
      return realpathSync(path);
    } catch {
      throw new Exit(exitCodes.incomplete, { stderr: `${path} does not exist\n` });
    }
  });
}

/** All files below the sources. The destination is a directory where it ends in `/`, or where there is more than one thing to copy. */
export function sourceFiles(sources: readonly string[], destination: string): SourceFile[] {
  const found = sources.flatMap((source) => list(source).map((path) => ({ source, path })));
  const intoDirectory = found.length > 1 || /[\\/]$/.test(destination) || found.some(({ path }) => isDirectory(path));
  return found.map(({ source, path }) => {
    const mode = isDirectory(path) ? null : statSync(path).mode & 0o7777;
    if (path === source) return { path, mode, target: intoDirectory ? join(destination, basename(path)) : destination };
    return { path, mode, target: join(destination, basename(source), relative(source, path)) };
  });
}

export function isDirectory(path: string): boolean {
  return statSync(path).isDirectory();
}

/** Files, and directories that hold nothing. A link into a directory above would have no end: links to directories are left out. */
function list(path: string): string[] {
  if (!isDirectory(path)) return [path];
  const names = readdirSync(path).sort();
  if (names.length === 0) return [path];
  return names.flatMap((name) => {
    const inner = join(path, name);
    const isLinkedDirectory = lstatSync(inner).isSymbolicLink() && isDirectory(inner);
    return isLinkedDirectory ? [] : list(inner);
  });
}
