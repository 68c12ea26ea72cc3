// Installs one stock release of Salt from PyPI into its own virtual environment. Plain JavaScript without
// dependencies: the set-up runs it before anything is built.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withDirectoryLock } from "./directory-lock.mjs";
import { findPython } from "./find-python.mjs";
import { releaseOf, releasesFor } from "./salt-releases.mjs";

const mostRelaxed = 12;

/** The release cannot run here, for a reason that is not a fault: for instance a Python that is not installed. */
export class SaltNotAvailable extends Error {
  name = "SaltNotAvailable";
}

/**
 * Makes `<toolsDir>/salt/<release>/` with the PyPI package `salt`, or finds it complete.
 * @param {{ release: string, python?: string, toolsDir: string, log: (line: string) => void }} options
 *   python: path of an interpreter; found by itself when missing
 * @returns {Promise<{ python: string, bin: string, pythonVersion: string, relaxed: string[] }>} `relaxed` names
 *   requirements whose minimum is not published where pip looks
 */
export async function ensureSaltVenv({ release, python, toolsDir, log }) {
  const entry = releaseOf(release);
  const directory = resolve(toolsDir, "salt", release);
  const stampFile = join(directory, "complete.json");
  const recipe = createHash("sha256")
    .update(JSON.stringify([release, entry.pins ?? null, python ?? null]))
    .digest("hex");
  const bin = join(directory, "bin");

  const ready = await readStamp(stampFile, recipe);
  if (ready) return { python: join(bin, "python"), bin, ...ready };

  await mkdir(resolve(toolsDir, "salt"), { recursive: true });
  return withDirectoryLock(`${directory}.lock`, async () => {
    const meanwhile = await readStamp(stampFile, recipe);
    if (meanwhile) return { python: join(bin, "python"), bin, ...meanwhile };

    const interpreter = python ? { path: python, version: "given" } : findPython(entry.pythons);
    if (!interpreter) throw new SaltNotAvailable(`no Python ${entry.pythons.join(" or ")} found`);
    log(`salt ${release}: installing with ${interpreter.path} into ${directory}`);
    await rm(directory, { recursive: true, force: true });
    await makeEnvironment(interpreter, directory, resolve(toolsDir));
    const relaxed = await installSalt(join(bin, "python"), entry, log);
    await proveItStarts(join(bin, "salt-minion"), release);
    const stamp = { recipe, pythonVersion: interpreter.version, relaxed };
    await writeFile(stampFile, `${JSON.stringify(stamp, null, 2)}\n`);
    log(`salt ${release}: ready`);
    return { python: join(bin, "python"), bin, pythonVersion: interpreter.version, relaxed };
  });
}

async function readStamp(file, recipe) {
  try {
    const stamp = JSON.parse(await readFile(file, "utf8"));
    return stamp.recipe === recipe ? { pythonVersion: stamp.pythonVersion, relaxed: stamp.relaxed } : undefined;
  } catch {
    return undefined;
  }
}

async function makeEnvironment(interpreter, directory, toolsDir) {
  const plain = interpreter.version.startsWith("2")
    ? undefined
    : await run(interpreter.path, ["-m", "venv", directory]);
  if (plain?.code === 0) return;
  // Python 2 has no venv, and some distributions ship Python 3 without it: virtualenv through pip does the same.
  await rm(directory, { recursive: true, force: true });
  const virtualenv = join(toolsDir, "virtualenv", interpreter.version);
  const fetched = await run(interpreter.path, [
    ...["-m", "pip", "install", "--quiet", "--upgrade", "--target", virtualenv],
    interpreter.version.startsWith("2") ? "virtualenv<20.22" : "virtualenv",
  ]);
  const made =
    fetched.code === 0
      ? await run(interpreter.path, ["-m", "virtualenv", "--quiet", directory], { PYTHONPATH: virtualenv })
      : fetched;
  if (made.code === 0) return;
  throw new SaltNotAvailable(
    `${interpreter.path} can make no virtual environment: it needs its modules venv and pip ` +
      `(Debian: apt-get install python3-venv python3-pip). It said: ${lastLines(plain?.output ?? "")} ${lastLines(made.output)}`,
  );
}

/** @returns {Promise<string[]>} the requirements that had to be relaxed */
async function installSalt(python, entry, log) {
  const pip = (args) => run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...args]);
  const must = async (what, args) => {
    const result = await pip(args);
    if (result.code !== 0) throw new Error(`salt ${entry.release}: ${what} failed: ${lastLines(result.output)}`);
  };
  const salt = `salt==${entry.release}`;
  if (entry.pins) {
    await must("installing its libraries", [...entry.pins]);
    await must("installing salt", ["--no-deps", "--no-build-isolation", salt]);
    return [];
  }
  // Salt first and alone: its package is built once, and its requirements can be read when pip rejects them.
  await must("installing salt", ["--no-deps", salt]);
  const relaxed = new Map();
  for (let round = 0; round <= mostRelaxed; round += 1) {
    const wanted = relaxed.size === 0 ? [salt] : await requirementsOfSalt(python, [...relaxed.keys()]);
    const result = await pip(wanted);
    if (result.code === 0) return [...relaxed.values()];
    const missing = unpublishedMinimum(result.output);
    if (!missing || relaxed.has(missing.name)) {
      throw new Error(`salt ${entry.release}: its requirements do not resolve: ${lastLines(result.output)}`);
    }
    relaxed.set(missing.name, missing.requirement);
    log(
      `salt ${entry.release}: ${missing.requirement} is not published where pip looks; takes the newest ${missing.name}`,
    );
  }
  throw new Error(`salt ${entry.release}: more than ${mostRelaxed} of its requirements are not published`);
}

/**
 * The requirement of Salt itself that pip could not meet although the package has other versions.
 * @param {string} output what pip said
 */
export function unpublishedMinimum(output) {
  const said =
    /satisfies the requirement ([A-Za-z0-9._-]+)([^\s(;]*)[^(]*\(from salt\b[^)]*\) \(from versions: ([^)]*)\)/.exec(
      output,
    );
  const [, name, bounds, versions] = said ?? [];
  if (!name || !bounds?.includes(">") || versions === "none" || versions === "") return undefined;
  return { name: name.toLowerCase(), requirement: `${name}${bounds}` };
}

// Salt's own requirements for this interpreter, the named ones without their lower bound.
const listRequirements = `
import sys
from importlib.metadata import requires
from pip._vendor.packaging.requirements import Requirement
for text in requires("salt") or []:
    need = Requirement(text)
    if need.marker is not None and not need.marker.evaluate({"extra": ""}):
        continue
    need.marker = None
    if need.name.lower() in sys.argv[1:]:
        need.specifier = type(need.specifier)(",".join(str(s) for s in need.specifier if not s.operator.startswith(">")))
    print(need)
`;

async function requirementsOfSalt(python, relaxed) {
  const result = await run(python, ["-c", listRequirements, ...relaxed]);
  if (result.code !== 0) throw new Error(`cannot read the requirements of salt: ${lastLines(result.output)}`);
  return result.output.split("\n").filter((line) => line.trim() !== "");
}

async function proveItStarts(minion, release) {
  const result = await run(minion, ["--version"], {}, 120_000);
  if (result.code === 0 && result.output.includes(release)) return;
  throw new Error(`salt ${release}: installed, but salt-minion --version says: ${lastLines(result.output)}`);
}

/** @returns {Promise<{ code: number | null, output: string }>} */
function run(command, args, env = {}, timeoutMs = 1_200_000) {
  return new Promise((done) => {
    // USE_STATIC_REQUIREMENTS: otherwise old releases of Salt insist on the exact list of the day they were built.
    const surroundings = { ...process.env, USE_STATIC_REQUIREMENTS: "0", PYTHONWARNINGS: "ignore", ...env };
    const child = spawn(command, args, { env: surroundings, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
    let output = "";
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => done({ code: null, output: output + error.message }));
    child.on("close", (code) => done({ code, output }));
  });
}

function lastLines(output) {
  return output.trim().split("\n").slice(-4).join(" | ").slice(-1500);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await installFromCommandLine(process.argv.slice(2));
}

// node scripts/salt-venv.mjs [--tools DIR] test | matrix | RELEASE...
async function installFromCommandLine(args) {
  const at = args.indexOf("--tools");
  const toolsDir = at < 0 ? ".tools" : (args.splice(at, 2)[1] ?? ".tools");
  const wanted = args.flatMap((name) =>
    name === "test" || name === "matrix" ? releasesFor(name).map((entry) => entry.release) : [name],
  );
  for (const release of wanted) {
    try {
      await ensureSaltVenv({ release, toolsDir, log: (line) => console.log(line) });
    } catch (error) {
      console.error(`salt ${release}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
}
