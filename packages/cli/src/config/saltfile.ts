import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fromJson, type Value } from "@salina/wire";
import type { ConfigValues } from "./top-level.js";

/**
 * Finds the file with a user's own defaults: `--saltfile`, `$SALT_SALTFILE`, `./Saltfile`, `~/.salt/Saltfile`.
 *
 * @returns `missing` when one was named that does not exist
 */
export function findSaltfile(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): { readonly path: string | null } | { readonly missing: string } {
  const explicit = named ?? env["SALT_SALTFILE"];
  if (explicit) return isFile(explicit) ? { path: resolve(explicit) } : { missing: explicit };
  const path = [resolve("Saltfile"), join(env["HOME"] ?? homedir(), ".salt/Saltfile")].find(isFile);
  return { path: path ?? null };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The section of one program; option names are those of the command line. */
export async function readSaltfile(path: string, program: string): Promise<ConfigValues> {
  const { parse } = await import("yaml");
  const whole: unknown = parse(readFileSync(path, "utf8"), { version: "1.1", logLevel: "error", mapAsMap: true });
  const values = new Map<string, Value>();
  const section: unknown = whole instanceof Map ? whole.get(program) : undefined;
  if (!(section instanceof Map)) return values;
  for (const [key, value] of section) {
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
      values.set(String(key).replaceAll("-", "_"), fromJson(value));
    }
  }
  return values;
}
