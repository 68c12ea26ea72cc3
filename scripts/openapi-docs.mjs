// Writes docs/openapi.json from the schemas of the routes. Runs on the built files.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const { openapiDocument } = await import(join(root, "packages/rest/dist/testing/openapi-document.js"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
writeFileSync(join(root, "docs/openapi.json"), await openapiDocument(version));
