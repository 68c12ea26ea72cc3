// Writes the tables of docs/wheel.md from the list of wheel functions. Runs on the built files.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const { withWheelTables } = await import(join(root, "packages/master/dist/wheel/wheel-docs.js"));
const file = join(root, "docs/wheel.md");
writeFileSync(file, withWheelTables(readFileSync(file, "utf8")));
execFileSync(join(root, "node_modules/.bin/biome"), ["format", "--write", file], { stdio: "ignore" });
