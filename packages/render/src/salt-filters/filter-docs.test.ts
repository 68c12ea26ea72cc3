import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withFilterLists } from "./filter-docs.js";

test("docs/templates.md names the filters and tests of the code", () => {
  const page = readFileSync(new URL("../../../../docs/templates.md", import.meta.url), "utf8");
  const plain = (text: string) => text.replace(/\s+/g, " ");
  expect(plain(page), "run `node scripts/templates-docs.mjs`").toBe(plain(withFilterLists(page)));
});
