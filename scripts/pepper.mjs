// Installs pepper, the stock client of salt-api, from PyPI: the interface is tried with it as it is.
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./setup/spawn.mjs";

const version = "0.7.6";

/**
 * Makes `<toolsDir>/pepper-VERSION/`, or finds it.
 * @param {{ python: string, toolsDir: string, log: (line: string) => void }} options `python` has pip
 * @returns {Promise<string | null>} the directory, which goes into PYTHONPATH; null: it cannot be had
 */
export async function ensurePepper({ python, toolsDir, log }) {
  const directory = join(toolsDir, `pepper-${version}`);
  if (existsSync(directory)) return directory;
  log(`installing pepper ${version} into ${directory}`);
  const made = `${directory}.${process.pid}`;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", made];
  const code = await run(python, [...pip, `salt-pepper==${version}`], { quiet: true });
  if (code === 0 && !existsSync(directory)) await rename(made, directory);
  await rm(made, { recursive: true, force: true });
  return existsSync(directory) ? directory : null;
}
