import { expect, test } from "vitest";
import { withFunctionTables } from "./function-tables.js";
import { functionsOf, type MasterFunction } from "./master-function.js";

const one: MasterFunction<object> = {
  name: "x.y",
  doc: "Does a|b.",
  parameters: [
    { name: "a", doc: "A." },
    { name: "b", doc: "B.", default: 1 },
    { name: "c", doc: "C.", default: null },
  ],
  keywords: "Others.",
  run: () => Promise.resolve(null),
};

test("the tables stand between their marks, and nothing else changes", () => {
  const page = "before\n<!-- w: begin -->\nold\n<!-- w: end -->\nafter\n";
  const made = withFunctionTables(page, {
    name: "w",
    functions: functionsOf([one]),
    leftOut: new Map([["x.z", "No."]]),
  });
  expect(made).toBe(
    [
      "before\n<!-- w: begin -->\n",
      "| function | takes | what it does | job record |",
      "| --- | --- | --- | --- |",
      "| `x.y` | `a` `[b=1]` `[c]` `key=...` | Does a\\|b. | yes |\n",
      "| left out | why |",
      "| --- | --- |",
      "| `x.z` | No. |\n",
      "<!-- w: end -->\nafter\n",
    ].join("\n"),
  );
  expect(() => withFunctionTables("", { name: "w", functions: new Map(), leftOut: new Map() })).toThrow("has no");
});
