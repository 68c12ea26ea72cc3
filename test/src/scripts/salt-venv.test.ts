import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadScript } from "./load-script.js";

interface SaltVenv {
  unpublishedMinimum(output: string): { name: string; requirement: string } | undefined;
  ensureSaltVenv(options: {
    release: string;
    python?: string;
    toolsDir: string;
    log: (line: string) => void;
  }): Promise<{ bin: string; relaxed: readonly string[] }>;
}
interface FindPython {
  findPython(versions: readonly string[], env: NodeJS.ProcessEnv): { path: string; version: string } | undefined;
}

const { unpublishedMinimum, ensureSaltVenv } = await loadScript<SaltVenv>("salt-venv.mjs");
const { findPython } = await loadScript<FindPython>("find-python.mjs");

async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "salina-scripts-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function program(path: string, script: string): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

/** Stands for a Python: it knows its version, and fails at everything else with these words. */
const python = (version: string, words = "no such module") =>
  `case "$*" in *version_info*) echo ${version};; *) echo '${words}' >&2; exit 1;; esac`;

const pipSays = (requirement: string, from: string, versions: string) =>
  `ERROR: Could not find a version that satisfies the requirement ${requirement} (from ${from}) (from versions: ${versions})`;

test("a minimum that is not published is recognised in what pip says", () => {
  expect(unpublishedMinimum(pipSays("certifi>=2026.10.23", "salt", "2026.7.22, 2026.10.18"))).toEqual({
    name: "certifi",
    requirement: "certifi>=2026.10.23",
  });
});

test("a package that is not published at all, another's requirement and an upper bound are not relaxed", () => {
  expect(unpublishedMinimum(pipSays("certifi>=2026.10.23", "salt", "none"))).toBeUndefined();
  expect(unpublishedMinimum(pipSays("certifi>=2026.10.23", "requests", "1.0"))).toBeUndefined();
  expect(unpublishedMinimum(pipSays("certifi<1", "salt", "2.0"))).toBeUndefined();
  expect(unpublishedMinimum("ERROR: no route to host")).toBeUndefined();
});

// Versions that no machine has: only the programs made here can answer.
test("an interpreter counts by what it answers, not by its name", async () => {
  const root = await scratch();
  await program(join(root, "shims", "python9.11"), "echo 'pyenv: python9.11: command not found' >&2; exit 127");
  await program(join(root, "bin", "python9.11"), python("9.12"));
  await program(join(root, "pyenv", "versions", "9.11.7", "bin", "python"), python("9.11"));
  const env = { PATH: `${join(root, "shims")}:${join(root, "bin")}`, PYENV_ROOT: join(root, "pyenv"), HOME: root };

  expect(findPython(["9.99"], env)).toBeUndefined();
  expect(findPython(["9.11"], env)?.path).toBe(join(root, "pyenv", "versions", "9.11.7", "bin", "python"));
});

test("the first of the wanted versions wins, wherever it is", async () => {
  const root = await scratch();
  await program(join(root, "bin", "python3"), python("9.12"));
  await program(join(root, "pyenv", "versions", "9.11.1", "bin", "python"), python("9.11"));
  const env = { PATH: join(root, "bin"), PYENV_ROOT: join(root, "pyenv"), HOME: root };

  expect(findPython(["9.11", "9.12"], env)?.version).toBe("9.11");
  expect(findPython(["9.12", "9.11"], env)?.version).toBe("9.12");
});

test("a Python that can make no environment is named with what it lacks, and nothing half-made stays", async () => {
  const root = await scratch();
  await program(join(root, "python3"), python("3.11", "No module named venv"));
  const install = () =>
    ensureSaltVenv({ release: "3006.8", python: join(root, "python3"), toolsDir: root, log: () => undefined });

  await expect(install()).rejects.toThrow(/needs its modules venv and pip.*No module named venv/s);
  // Again, and not a wait for the lock of the first.
  await expect(install()).rejects.toThrow(/needs its modules venv and pip/);
});
