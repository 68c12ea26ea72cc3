import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

export interface SaltPython {
  readonly path: string;
  /** Why there is none, or null. */
  readonly missing: string | null;
}

/** A Python that can `import salt`: `SALINA_SALT_PYTHON`, else the private one under `.tools`. */
export function findSaltPython(modules: string): SaltPython {
  const named = process.env["SALINA_SALT_PYTHON"];
  const path = named ?? resolve(import.meta.dirname, "../../../.tools/salt/current/bin/python");
  if (!existsSync(path)) return { path, missing: `there is no ${path}; set SALINA_SALT_PYTHON` };
  const probe = spawnSync(path, ["-c", `import ${modules}`], { encoding: "utf8" });
  return { path, missing: probe.status === 0 ? null : `${path} cannot import ${modules}: ${probe.stderr.trim()}` };
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
