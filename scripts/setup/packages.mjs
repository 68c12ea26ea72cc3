import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensurePnpm, withNode } from "./node.mjs";
import { root, toolsDir } from "./paths.mjs";
import { say } from "./say.mjs";
import { mustRun } from "./spawn.mjs";

/** Installs the packages of the lock file, where they are not installed already. */
export async function ensurePackages(node) {
  const stamp = join(toolsDir, "packages.stamp");
  const wanted = createHash("sha256")
    .update([node, ...manifests().map((file) => readFileSync(file))].join("\n"))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && existsSync(join(root, "node_modules", ".bin")))
    return;
  const pnpm = await ensurePnpm();
  say("installing packages");
  await mustRun(pnpm, ["install", "--frozen-lockfile"], { cwd: root, env: withNode(node), quiet: true });
  linkNode(node);
  mkdirSync(toolsDir, { recursive: true });
  writeFileSync(stamp, wanted);
}

function manifests() {
  const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "package.json"));
  const top = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "test/package.json"].map((name) =>
    join(root, name),
  );
  return [...top, ...packages.sort()].filter((file) => existsSync(file));
}

/** The commands in `node_modules/.bin` take the `node` that lies beside them. */
function linkNode(node) {
  const link = join(root, "node_modules", ".bin", "node");
  rmSync(link, { force: true });
  symlinkSync(node, link);
}
