// Finds Python interpreters by version: on the PATH, then where pyenv and uv keep theirs.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const names = (version) => [`python${version}`, version.startsWith("2") ? "python2" : "python3", "python"];

/**
 * The first interpreter that runs and has one of the wanted versions, in the order wanted.
 * @param {readonly string[]} versions such as "3.11"
 * @param {Record<string, string | undefined>} [env]
 * @returns {{ path: string, version: string } | undefined}
 */
export function findPython(versions, env = process.env) {
  const known = new Map();
  const versionOf = (path) => {
    if (!known.has(path)) known.set(path, askVersion(path));
    return known.get(path);
  };
  for (const version of versions) {
    for (const path of candidates(version, env)) {
      if (versionOf(path) === version) return { path, version };
    }
  }
  return undefined;
}

function candidates(version, env) {
  const onPath = (env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  const wanted = names(version);
  const found = [...onPath, "/usr/bin", "/usr/local/bin"].flatMap((dir) => wanted.map((name) => join(dir, name)));
  const pyenv = env["PYENV_ROOT"] ?? join(env["HOME"] ?? homedir(), ".pyenv");
  for (const name of list(join(pyenv, "versions"))) {
    if (name.startsWith(`${version}.`)) found.push(join(pyenv, "versions", name, "bin", "python"));
  }
  const uv = join(env["XDG_DATA_HOME"] ?? join(env["HOME"] ?? homedir(), ".local", "share"), "uv", "python");
  for (const name of list(uv)) {
    if (name.startsWith(`cpython-${version}.`)) found.push(join(uv, name, "bin", `python${version}`));
  }
  return [...new Set(found)].filter((path) => existsSync(path));
}

function list(directory) {
  return existsSync(directory) ? readdirSync(directory) : [];
}

// A name on the PATH may be a shim that refuses to run, or not a Python at all: only its own answer counts.
function askVersion(path) {
  try {
    const program = "import sys; print('%d.%d' % sys.version_info[:2])";
    return execFileSync(path, ["-c", program], { stdio: ["ignore", "pipe", "ignore"], timeout: 20_000 })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}
