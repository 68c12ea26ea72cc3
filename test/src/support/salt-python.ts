import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

export interface SaltPython {
  readonly path: string;
  /** Why there is none, or null. */
  readonly missing: string | null;
}

const releasesDirectory = resolve(import.meta.dirname, "../../../.tools/salt");

/**
 * A Python that can `import salt`: `SALINA_SALT_PYTHON`, else that of the newest 3006 which set-up has installed; or
 * that of one release by its name.
 */
export function findSaltPython(modules: string, release?: string): SaltPython {
  const named =
    release === undefined ? process.env["SALINA_SALT_PYTHON"] : join(releasesDirectory, release, "bin/python");
  const path = named ?? installedPython(releasesDirectory);
  if (!existsSync(path)) return { path, missing: `there is no ${path}; set SALINA_SALT_PYTHON` };
  const probe = spawnSync(path, ["-c", `import ${modules}`], { encoding: "utf8" });
  return { path, missing: probe.status === 0 ? null : `${path} cannot import ${modules}: ${probe.stderr.trim()}` };
}

// 3006 is the line whose output the commands copy.
function installedPython(directory: string): string {
  const releases = existsSync(directory) ? readdirSync(directory) : [];
  const complete = releases.filter(
    (name) => /^3006\.\d+$/.test(name) && existsSync(join(directory, name, "complete.json")),
  );
  const newest = complete.sort((a, b) => minor(b) - minor(a))[0] ?? "3006";
  return join(directory, newest, "bin", "python");
}

function minor(release: string): number {
  return Number(release.split(".")[1]);
}

/** Runs a Python program that reads its input and writes its output as one JSON document. */
export function askPython(python: SaltPython, program: string, input: unknown): unknown {
  const run = spawnSync(python.path, ["-c", program], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONUTF8: "1" },
  });
  if (run.status !== 0) throw new Error(`Python failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as unknown;
}
