import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../interop/releases.js";

/** The commands that `docs/differences.md` names as deliberately different: the code in the first column of its tables. */
export function listedDifferences(): ReadonlySet<string> {
  const text = readFileSync(join(checkout, "docs/differences.md"), "utf8");
  const listed = new Set<string>();
  for (const row of text.matchAll(/^\| (`(?:[^|]|\\\|)*`) +\|/gm)) {
    for (const [, command = ""] of (row[1] ?? "").matchAll(/`([^`]+)`/g)) listed.add(command.replaceAll("\\|", "|"));
  }
  return listed;
}
