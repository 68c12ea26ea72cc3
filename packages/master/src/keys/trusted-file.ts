import type { Stats } from "node:fs";
import { open } from "node:fs/promises";
import { errorCode } from "./key-disk.js";

/** Lists of ids are a few KB; larger than this is a mistake. */
const maxListBytes = 4 * 1024 * 1024;

export interface TrustOptions {
  /** `permissive_pki_access`: the group may write. */
  readonly permissivePkiAccess: boolean;
  readonly onIgnored: (file: string, reason: string) => void;
  /** Group ids of this process; when it is root, a writing group has to be one of them. Null: no such check. */
  readonly rootGroups?: readonly number[] | null;
}

/** Why a file that decides about keys must not be believed; null: it may. @source salt/daemons/masterapi.py, AutoKey */
export function whyDistrusted(info: Pick<Stats, "mode" | "gid">, options: TrustOptions): string | null {
  if ((info.mode & 0o002) !== 0) return "everybody can write to it";
  if ((info.mode & 0o020) === 0) return null;
  if (!options.permissivePkiAccess) return "its group can write to it and permissive_pki_access is off";
  const groups = options.rootGroups ?? null;
  if (groups !== null && !groups.includes(info.gid)) return "a group that the master is not in can write to it";
  return null;
}

/** Groups that count for `whyDistrusted`: only root is checked, as stock does. */
export function rootGroupsOfProcess(): readonly number[] | null {
  return process.getuid?.() === 0 ? (process.getgroups?.() ?? []) : null;
}

/**
 * The lines of lists that an operator keeps, without comments and blank lines. What was made of a file is used
 * again until the file changes.
 * @param compile what to make of the lines
 */
export function trustedLists<T>(options: TrustOptions, compile: (lines: readonly string[]) => T) {
  const known = new Map<string, { readonly version: string; readonly made: T }>();

  /** Null: no such file, or one that must not be believed. */
  return async function read(path: string): Promise<T | null> {
    let file: Awaited<ReturnType<typeof open>>;
    try {
      file = await open(path, "r");
    } catch (error) {
      known.delete(path);
      const code = errorCode(error);
      if (code !== "ENOENT") options.onIgnored(path, code);
      return null;
    }
    try {
      const info = await file.stat();
      const reason = !info.isFile()
        ? "it is no regular file"
        : info.size > maxListBytes
          ? `it is larger than ${maxListBytes} bytes`
          : whyDistrusted(info, options);
      if (reason !== null) {
        options.onIgnored(path, reason);
        return null;
      }
      const version = `${info.dev}:${info.ino}:${info.mtimeMs}:${info.ctimeMs}:${info.size}`;
      const before = known.get(path);
      if (before?.version === version) return before.made;
      const made = compile(linesOf(await file.readFile("utf8")));
      known.set(path, { version, made });
      return made;
    } catch (error) {
      options.onIgnored(path, errorCode(error));
      return null;
    } finally {
      await file.close();
    }
  };
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
