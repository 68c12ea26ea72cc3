import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundleCommands } from "./bundle.mjs";
import { withNode } from "./node.mjs";
import { root } from "./paths.mjs";
import { mustRun } from "./spawn.mjs";

/** Compiles what has changed. */
export async function build(node) {
  removeStale();
  await mustRun(node, [join(root, "node_modules", "typescript", "bin", "tsc"), "--build"], {
    cwd: root,
    env: withNode(node),
  });
  await bundleCommands(node, withNode(node));
}

/** Output of sources that are gone: a test that was renamed would run twice. */
function removeStale() {
  const projects = [
    ...readdirSync(join(root, "packages")).map((name) => join(root, "packages", name)),
    join(root, "test"),
  ];
  for (const project of projects) {
    const dist = join(project, "dist");
    if (existsSync(dist)) removeStaleIn(dist, join(project, "src"));
  }
}

function removeStaleIn(dist, src) {
  for (const name of readdirSync(dist)) {
    const file = join(dist, name);
    if (statSync(file).isDirectory()) {
      if (existsSync(join(src, name))) removeStaleIn(file, join(src, name));
      else rmSync(file, { recursive: true });
      continue;
    }
    const source = /^(.*)\.(d\.ts|d\.ts\.map|js|js\.map)$/.exec(name)?.[1];
    if (source !== undefined && !existsSync(join(src, `${source}.ts`))) rmSync(file);
  }
}
