import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Value, ValueMap } from "@salina/wire";
import { errorCode } from "./key-disk.js";
import { type TrustOptions, trustedLists } from "./trusted-file.js";

/**
 * `autosign_grains_dir`: one file a grain, one allowed value a line. The names come from the directory, never
 * from the minion, and only plain values are compared: text, whole numbers and booleans as Python writes them.
 * @source salt/daemons/masterapi.py, AutoKey.check_autosign_grains
 */
export function autosignGrains(folder: string, options: TrustOptions): (grains: ValueMap) => Promise<boolean> {
  const read = trustedLists(options, (lines) => new Set(lines));

  return async (grains) => {
    let names: string[];
    try {
      names = await readdir(folder);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") options.onIgnored(folder, errorCode(error));
      return false;
    }
    for (const name of names) {
      const value = plainText(grains.get(name));
      if (value === null) continue;
      if ((await read(join(folder, name)))?.has(value) === true) return true;
    }
    return false;
  };
}

function plainText(value: Value | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
  return null;
}
