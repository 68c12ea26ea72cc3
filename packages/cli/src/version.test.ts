import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "./version.js";

test("the programs show the version of their package", () => {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  expect((JSON.parse(text) as { version: string }).version).toBe(version);
});
