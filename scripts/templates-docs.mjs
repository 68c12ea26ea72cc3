// `node scripts/templates-docs.mjs`: writes the lists of docs/templates.md from the code.
import { readFileSync, writeFileSync } from "node:fs";
import { withFilterLists } from "../packages/render/dist/salt-filters/filter-docs.js";

const page = new URL("../docs/templates.md", import.meta.url);
writeFileSync(page, withFilterLists(readFileSync(page, "utf8")));
