import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileTarget, matchTarget } from "./target.js";
import { TargetCache } from "./target-cache.js";

const ids = ["web2", "Web1", "db1", "web1", "__proto__"];

describe("a target", () => {
  test("of type glob gives the ids that match as a whole, sorted without regard to case", () => {
    expect(matchTarget({ type: "glob", expression: "[wW]eb*" }, ids)).toEqual({
      minions: ["Web1", "web1", "web2"],
      missing: [],
    });
  });

  test("of type pcre is bound to the start only", () => {
    expect(matchTarget({ type: "pcre", expression: "web|b" }, ids).minions).toEqual(["web1", "web2"]);
  });

  test.each([
    ["text", "web1,,nobody,web1,web"],
    ["array", ["web1", "nobody", "web1", "web"]],
  ])("of type list, given as %s, compares whole ids and names what is missing", (_, expression) => {
    expect(matchTarget({ type: "list", expression }, ids)).toEqual({ minions: ["web1"], missing: ["nobody", "web"] });
  });

  test("that cannot be read matches nobody and gives a reason", () => {
    expect(matchTarget({ type: "pcre", expression: "(" }, ids)).toEqual({ minions: [], missing: [] });
    expect(compileTarget({ type: "pcre", expression: "(" })).toMatchObject({ ok: false });
    expect(compileTarget({ type: "glob", expression: ["a"] })).toMatchObject({ ok: false });
    expect(compileTarget({ type: "glob", expression: "*".repeat(2000) })).toMatchObject({ ok: false });
  });

  test("of type list splits the wanted ids into found and missing, each once", () => {
    const id = fc.constantFrom(...ids, "x", "y", "z");
    fc.assert(
      fc.property(fc.array(id), fc.array(id), (wanted, known) => {
        const { minions, missing } = matchTarget({ type: "list", expression: wanted }, known);
        expect([...minions, ...missing].sort()).toEqual([...new Set(wanted)].sort());
        expect(minions.every((one) => known.includes(one)) && missing.every((one) => !known.includes(one))).toBe(true);
      }),
    );
  });
});

describe("the cache of targets", () => {
  test("holds the ones used last and no more than its size", () => {
    const cache = new TargetCache(2);
    const first = cache.compile({ type: "glob", expression: "a*" });
    cache.compile({ type: "glob", expression: "b*" });
    expect(cache.compile({ type: "glob", expression: "a*" })).toBe(first);
    cache.compile({ type: "pcre", expression: "a*" });

    expect(cache.size).toBe(2);
    expect(cache.compile({ type: "glob", expression: "a*" })).toBe(first);
  });

  test("keeps neither lists nor targets that cannot be read", () => {
    const cache = new TargetCache(2);
    cache.compile({ type: "list", expression: "a,b" });
    cache.compile({ type: "pcre", expression: "(" });

    expect(cache.size).toBe(0);
  });
});
