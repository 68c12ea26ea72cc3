import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of `scripts/`, which is plain JavaScript: it runs before anything is built. */
export async function loadScript<Module>(name: string): Promise<Module> {
  const path = resolve(import.meta.dirname, "../../../scripts", name);
  return (await import(pathToFileURL(path).href)) as Module;
}
