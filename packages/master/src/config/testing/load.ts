import { type LoadedConfig, loadConfig } from "../load-config.js";
import { type FileSpec, memoryFiles } from "./memory-files.js";

/** Loads from `/etc/salt`; a single text is `/etc/salt/master`. */
export function load(files: string | Readonly<Record<string, FileSpec>>) {
  const all = typeof files === "string" ? { "/etc/salt/master": files } : files;
  return loadConfig({ configDir: "/etc/salt", hostname: "host", fs: memoryFiles(all) });
}

/** @throws when the config is refused */
export async function loaded(files: Parameters<typeof load>[0]): Promise<LoadedConfig> {
  const result = await load(files);
  if (!result.ok) throw new Error(result.fault.text);
  return result.value;
}

/** The text of the refusal; empty when there is none. */
export async function refusal(files: Parameters<typeof load>[0]): Promise<string> {
  const result = await load(files);
  return result.ok ? "" : result.fault.text;
}
