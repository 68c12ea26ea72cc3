// Writes docs/configuration.md from the table of options. Runs on the built files.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const { configurationDocs } = await import(join(root, "packages/master/dist/config/config-docs.js"));
writeFileSync(join(root, "docs/configuration.md"), configurationDocs());
