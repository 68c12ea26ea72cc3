import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allRequests, type RequestDeps } from "./all-requests.js";
import { samePage, withRequestTable } from "./request-docs.js";

const root = new URL("../../../../", import.meta.url);
const page = readFileSync(new URL("docs/requests.md", root), "utf8");

test("docs/requests.md is what the code serves", () => {
  expect(samePage(withRequestTable(page), page), "run `node scripts/requests-docs.mjs`").toBe(true);
  expect(samePage(withRequestTable(page).replace("`_mine`", "`_yours`"), page)).toBe(false);
});

test("each request names a test that is there", () => {
  const missing = allRequests({} as RequestDeps).filter(({ test: file }) => !existsSync(new URL(file, root)));
  expect(missing.map(({ cmd }) => cmd)).toEqual([]);
});
