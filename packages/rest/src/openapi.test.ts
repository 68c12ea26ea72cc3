import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openapiDocument } from "./testing/openapi-document.js";

const rootFile = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
interface Operation {
  readonly operationId?: string;
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

async function operations(): Promise<[string, Operation][]> {
  const document = JSON.parse(await openapiDocument("0.0.0")) as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

test("docs/openapi.json is what the routes say", async () => {
  const { version } = JSON.parse(rootFile("package.json")) as { version: string };

  expect(rootFile("docs/openapi.json"), "run `node scripts/openapi-docs.mjs`").toBe(await openapiDocument(version));
});

test("it is OpenAPI 3.1, and each reference leads somewhere", async () => {
  const text = await openapiDocument("0.0.0");
  const document = JSON.parse(text) as Document;

  expect(document.openapi).toBe("3.1.0");
  const named = [...text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  expect(named.length).toBeGreaterThan(10);
  for (const name of named) expect(Object.keys(document.components.schemas)).toContain(name);
  expect(text).not.toMatch(/"\$ref": "(?!#\/components\/schemas\/)/);
});

test("each operation has an id of its own, and its errors are problems", async () => {
  const all = await operations();

  const operationIds = all.map(([, { operationId }]) => operationId);
  expect(operationIds).not.toContain(undefined);
  expect(new Set(operationIds).size).toBe(operationIds.length);
  for (const [name, { responses, security }] of all) {
    if (security?.length === 0) expect(["get /healthz", "get /readyz"]).toContain(name);
    else expect(Object.keys(responses), name).toContain("default");
  }
});
