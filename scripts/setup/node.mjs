import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { toolsDir } from "./paths.mjs";
import { say } from "./say.mjs";
import { mustRun } from "./spawn.mjs";

/** The floor of the product. */
const floor = [22, 13];
// 32-bit ARM: Node 22 is the last line with official binaries.
const privateVersion = process.arch === "arm" ? "22.23.3" : "24.21.0";
const pnpmVersion = "12.21.0";

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > floor[0] || (major === floor[0] && minor >= floor[1]);
}

/** Path of a Node that is new enough: the machine's own, or a private one that npm brings. */
export async function ensureNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const directory = join(toolsDir, `node-${privateVersion}`);
  const node = join(directory, "node_modules", "node", "bin", "node");
  if (existsSync(node)) return node;
  say(
    `this machine's Node ${process.versions.node} is below ${floor.join(".")}: bringing a private Node ${privateVersion} through npm`,
  );
  await npmInstall(directory, `node@${privateVersion}`);
  return node;
}

/** Path of pnpm's script or program. */
export async function ensurePnpm() {
  const directory = join(toolsDir, `pnpm-${pnpmVersion}`);
  const pnpm = join(directory, "node_modules", ".bin", "pnpm");
  if (existsSync(pnpm)) return pnpm;
  say(`bringing pnpm ${pnpmVersion} through npm`);
  await npmInstall(directory, `pnpm@${pnpmVersion}`);
  return pnpm;
}

async function npmInstall(directory, what) {
  // Whole or not at all: a broken download leaves nothing that looks finished.
  const half = `${directory}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  await mustRun(
    "npm",
    ["install", "--prefix", half, "--no-save", "--no-audit", "--no-fund", "--loglevel=error", what],
    { quiet: true },
  );
  rmSync(directory, { recursive: true, force: true });
  const { renameSync } = await import("node:fs");
  renameSync(half, directory);
}

/** The environment in which that Node is `node`. */
export function withNode(node, env = process.env) {
  return { ...env, PATH: `${dirname(node)}:${env.PATH ?? ""}` };
}
