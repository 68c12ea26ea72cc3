import { expect, test } from "vitest";
import { wantedType } from "./answer.js";
import { Refusal } from "./refusal.js";

test.each([
  [undefined, "application/json"],
  ["", "application/json"],
  ["*/*", "application/json"],
  ["text/html,application/xhtml+xml,*/*;q=0.8", "application/json"],
  ["application/x-yaml", "application/x-yaml"],
  ["application/x-yaml;q=0.2, application/json", "application/json"],
  ["application/json;q=0, application/x-yaml", "application/x-yaml"],
])("who accepts %s gets %s", (accept, type) => {
  expect(wantedType(accept)).toBe(type);
});

test("who accepts neither JSON nor YAML is told what there is", () => {
  expect(() => wantedType("application/xml")).toThrow(Refusal);
  expect(() => wantedType("application/xml")).toThrow(
    /only emits these media types: application\/json, application\/x-yaml/,
  );
});
