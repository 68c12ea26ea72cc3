import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where something is looked for: what the place is called, and what stands there. */
export type Places = Record<string, Buffer | string>;

/** Every file below a directory, by its path. */
export async function everyFile(directory: string): Promise<Places> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file)] as const)));
}

/** Secrets that stand in one of the places, as they are, in base64 or in hexadecimal. */
export function found(secrets: readonly string[], places: Places): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    Buffer.from(secret).toString("hex"),
  ]);
  return Object.entries(places).flatMap(([place, content]) =>
    forms.filter((form) => content.includes(form)).map((form) => `${form} in ${place}`),
  );
}
