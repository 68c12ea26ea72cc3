import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { extNodes } from "./ext-nodes.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "salina-tops-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function program(body: string): string {
  const path = join(directory, "nodes with blank.sh");
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return `'${path}' --yaml`;
}

test.each([
  ["printf 'classes: [a, b]\\n'", { base: ["a", "b"] }],
  ["printf 'classes:\\n  a:\\n  b: {x: 1}\\nenvironment: dev\\n'", { dev: ["a", "b"] }],
  ["printf 'parameters: {}\\n'", {}],
  ["true", {}],
  [`printf 'classes: ["%s", "%s"]' "$1" "$2"`, { base: ["--yaml", "a b;c"] }],
])("%s", async (body, tops) => {
  expect(Object.fromEntries(await extNodes(program(body), "a b;c", 5000))).toEqual(tops);
});

test.each([
  ["exit 3", /Command failed/],
  ["echo '- a'", /is no map/],
  ["echo 'a: ['", /output of/],
  ["sleep 20", /took longer than 0.2 s/],
])("%s is an error", async (body, message) => {
  await expect(extNodes(program(body), "web1", body.startsWith("sleep") ? 200 : 5000)).rejects.toThrow(message);
});
