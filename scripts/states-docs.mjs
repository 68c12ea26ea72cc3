// Writes the table of its pillar into the README of each bundled formula.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { formulas, withPillarTable } from "./states-tables.mjs";

for (const name of formulas()) {
  const file = join(root, "states", name, "README.md");
  writeFileSync(file, withPillarTable(name).made);
  execFileSync(join(root, "node_modules/.bin/biome"), ["format", "--write", file], { stdio: "ignore" });
}
