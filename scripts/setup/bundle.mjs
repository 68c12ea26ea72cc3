import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { mustRun } from "./spawn.mjs";

const outdir = join(root, "packages/cli/bundle");

/** Puts each command and all that it needs into one file: reading many takes longer than most commands last. Skips what is there. */
export async function bundleCommands(node, env) {
  if (changedAt(join(outdir, "salt.mjs")) >= changedAt(join(root, "packages/cli/dist/.tsbuildinfo"))) return;
  rmSync(outdir, { recursive: true, force: true });
  await mustRun(node, ["--input-type=module", "--eval", program, outdir], { cwd: root, env });
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// In a process of its own: esbuild is there only once packages are installed.
const program = `
import { build } from "esbuild";
const commands = ["salt", "salt-key", "salt-run", "salt-cp", "salina"];
await build({
  entryPoints: commands.map((name) => "packages/cli/dist/bin/" + name + ".js"),
  outdir: process.argv[1],
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  legalComments: "none",
  format: "esm",
  platform: "node",
  target: "node22",
  logLevel: "warning",
  // Packages in the form of CommonJS ask for Node's modules by a function that modules do not have.
  banner: { js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);' },
  plugins: [{
    name: "no native modules",
    setup: (bundler) => {
      bundler.onResolve({ filter: /^msgpackr-extract$/ }, ({ path }) => ({ path, namespace: "none" }));
      bundler.onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "module.exports = undefined" }));
    },
  }],
});
`;
