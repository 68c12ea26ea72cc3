// Writes docs/configuration.md from the table of options. Runs on the built files.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const { configurationDocs } = await import(join(root, "packages/master/dist/config/config-docs.js"));
const file = join(root, "docs/configuration.md");
writeFileSync(file, configurationDocs());
execFileSync(join(root, "node_modules/.bin/biome"), ["format", "--write", file], { stdio: "ignore" });
