// Writes the table of docs/requests.md from the list of requests. Runs on the built files.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const { withRequestTable } = await import(join(root, "packages/master/dist/requests/request-docs.js"));
const file = join(root, "docs/requests.md");
writeFileSync(file, withRequestTable(readFileSync(file, "utf8")));
execFileSync(join(root, "node_modules/.bin/biome"), ["format", "--write", file], { stdio: "ignore" });
