import { describe, expect, test } from "vitest";
import { compileTarget, matchesMinion } from "./target.js";

const ids = ["db1", "db2", "web1", "web2"];

function minionsOf(expression: string | readonly string[]): readonly string[] | string {
  const compiled = compileTarget({ type: "compound", expression });
  return compiled.ok ? compiled.value.match(ids).minions : compiled.reason;
}

describe("a compound expression", () => {
  test.each([
    ["web*", ["web1", "web2"]],
    ["web* or db* and *2", ["db2", "web1", "web2"]],
    ["( web* or db* ) and *2", ["db2", "web2"]],
    ["not web* and not db1", ["db2"]],
    ["web* not *1", ["web2"]],
    ["not ( web1 or L@db1,db2 )", ["web2"]],
    ["E@(web|db)1$ and not web1", ["db1"]],
    ["and1 or web1", ["web1"]],
    ["X@web1 or web1", ["web1"]],
    ["  web1\u00a0or\tdb1\n", ["db1", "web1"]],
  ])("%j means %j", (expression, minions) => {
    expect(minionsOf(expression)).toEqual(minions);
  });

  test("may come as words, which may have blanks in them", () => {
    const facts = { id: "web1", grains: new Map([["os", "Mac OS"]]), pillar: null };
    const context = { nodegroups: new Map() };

    expect(minionsOf(["web*", "and", "not", "web1"])).toEqual(["web2"]);
    expect(matchesMinion({ type: "compound", expression: ["G@os:Mac OS"] }, facts, context)).toMatchObject({
      value: true,
    });
  });

  test.each([
    ["", "the expression ends where a condition is expected (at character 1)"],
    ["web1 and", "the expression ends where a condition is expected (at character 9)"],
    ["or web1", '"or" stands where none can be (at character 1)'],
    ["web1 or or db1", '"or" stands where none can be (at character 9)'],
    ["not not web1", '"not" stands where none can be (at character 5)'],
    ["web1 )", '")" stands where none can be (at character 6)'],
    ["( )", '")" stands where none can be (at character 3)'],
    ["web1 ( db1 )", '"(" stands where none can be (at character 6)'],
    ["web1 or ( db1", "a parenthesis is not closed (at character 9)"],
    ["web1 db1", '"db1" needs `and`, `or` or `and not` before it (at character 6)'],
    ["web1 or E@(", "missing ), unterminated subpattern (at character 9)"],
    ["web1 or G@os", "it has to be key:pattern (at character 9)"],
    ["web1 or G|@os", "it has to be key|pattern (at character 9)"],
    ["S@10.0.0.1/8", /bits set beyond the network.+\(at character 1\)/],
    ["web1 or T@ssh", "T@ (resources) is not supported (at character 9)"],
    ["R@%web", /range expressions need a range server.+\(at character 1\)/],
    ["web1 or N@nope", 'the nodegroup "nope" is not known (at character 9)'],
  ])("%j is refused, and the place is named", (expression, reason) => {
    expect(minionsOf(expression)).toEqual(
      expect.stringMatching(typeof reason === "string" ? literally(reason) : reason),
    );
  });

  test.each([
    ["words", `${"web1 or ".repeat(6000)}web1`, "more than 10000 words"],
    ["conditions", Array.from({ length: 1001 }, (_, n) => `web${n}`).join(" or "), "more than 1000 conditions"],
    ["regular expressions", Array.from({ length: 201 }, (_, n) => `E@web${n}`).join(" or "), "more than 200 regular"],
    [
      "parts of them",
      Array.from({ length: 9 }, (_, n) => `P@a${n}${":b".repeat(25)}`).join(" or "),
      "more than 200 regular",
    ],
    ["nesting", `${"( ".repeat(101)}web1${" )".repeat(101)}`, "nested more than 100 deep"],
    ["characters", `L@${"a".repeat(1_100_000)}`, "too long"],
    ["one long pattern", `web1 or ${"*a".repeat(600)}`, "longer than 1024 bytes"],
    ["one long path", `G@${"a:".repeat(70)}b`, "more than 64 parts"],
  ])("has bounds: %s", (_, expression, reason) => {
    expect(minionsOf(expression)).toContain(reason);
  });
});

function literally(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
}
