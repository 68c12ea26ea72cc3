// Writes the tables of docs/runners.md from the lists of functions. Runs on the built files.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const { withRunnerTables } = await import(join(root, "packages/master/dist/runners/runner-docs.js"));
const file = join(root, "docs/runners.md");
writeFileSync(file, withRunnerTables(readFileSync(file, "utf8")));
execFileSync(join(root, "node_modules/.bin/biome"), ["format", "--write", file], { stdio: "ignore" });
