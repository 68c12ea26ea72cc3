import { describe, expect, test } from "vitest";
import { expandForPublish, rangeExpressions } from "./expand-for-publish.js";
import type { TargetSpec } from "./target.js";

const nodegroups = new Map<string, string | readonly string[]>([
  ["web", "web* or db1"],
  ["row", ["a", "b"]],
  ["blank", ["G@os:Mac OS", "or", "web1"]],
  ["ranged", "R@%web and not a"],
]);
const ranges = new Map([["%web", ["a", "b"]]]);

function expand(type: TargetSpec["type"], expression: string | readonly string[], delimiter?: string) {
  const target = delimiter === undefined ? { type, expression } : { type, expression, delimiter };
  const expanded = expandForPublish(target, { nodegroups, ranges });
  return expanded.ok ? expanded.value : expanded.reason;
}

describe("what minions are sent", () => {
  test.each([
    ["glob", "web*", { type: "glob", expression: "web*" }],
    ["nodegroup", "web", { type: "compound", expression: "web* or db1" }],
    ["nodegroup", "row", { type: "compound", expression: "L@a,b" }],
    ["compound", "web* and  db*", { type: "compound", expression: "web* and  db*" }],
    ["compound", "c and N@row", { type: "compound", expression: "c and L@a,b" }],
    ["compound", "c or R@%web", { type: "compound", expression: "c or L@a,b" }],
    ["nodegroup", "ranged", { type: "compound", expression: "L@a,b and not a" }],
    ["range", "%web", { type: "list", expression: ["a", "b"] }],
    ["nodegroup", "nope", 'the nodegroup "nope" is not known'],
    ["range", "%db", "the range server was not asked"],
  ] as const)("for %s %j", (type, expression, expected) => {
    expect(expand(type, expression)).toEqual(expected);
  });

  test("is a row of words where one has a blank in it: a text would be torn apart there", () => {
    expect(expand("nodegroup", "blank")).toEqual({ type: "compound", expression: ["G@os:Mac OS", "or", "web1"] });
  });

  test("has the delimiter only where it is not the usual one", () => {
    expect(expand("grain", "a|b", "|")).toEqual({ type: "grain", expression: "a|b", delimiter: "|" });
    expect(expand("pillar", "a:b", ":")).toEqual({ type: "pillar", expression: "a:b" });
  });

  test("says the delimiter in another way where minions overlook it", () => {
    expect(expand("pillar_pcre", "a|b", "|")).toEqual({ type: "compound", expression: "J|@a|b" });
    expect(expand("pillar_pcre", "a::b", "::")).toContain("with a colon as delimiter only");
    expect(expand("pillar_exact", "a|b", "|")).toContain("with a colon as delimiter only");
  });

  test("is asked of the range server first, nodegroups included", () => {
    expect(rangeExpressions({ type: "compound", expression: "N@ranged or R@%db" }, { nodegroups })).toEqual([
      "%web",
      "%db",
    ]);
    expect(rangeExpressions({ type: "range", expression: "%x" }, { nodegroups })).toEqual(["%x"]);
    expect(rangeExpressions({ type: "glob", expression: "R@%x" }, { nodegroups })).toEqual([]);
  });
});
