import { describe, expect, test } from "vitest";
import { compileIdExpressions } from "./id-expressions.js";
import { targetingMatchers } from "./matchers.js";

function matched(lines: string[], ids: string[]): string[] {
  const matches = compileIdExpressions(lines, targetingMatchers);
  return ids.filter((id) => matches(id));
}

describe("lines of an autosign file", () => {
  test("a plain line is one id", () => {
    expect(matched(["web1"], ["web1", "web11", "xweb1", "Web1"])).toEqual(["web1"]);
  });

  test("a glob", () => {
    expect(matched(["web[12].*"], ["web1.lan", "web3.lan", "web2."])).toEqual(["web1.lan", "web2."]);
  });

  test("a regular expression has to match the whole id", () => {
    expect(matched(["web\\d+"], ["web1", "web12", "web1.lan", "xweb1", "web1\n"])).toEqual(["web1", "web12"]);
  });

  test("every alternative is anchored, so that no line accepts more than it says", () => {
    expect(matched(["web1|db1"], ["web1", "db1", "web1-evil", "evil-db1"])).toEqual(["web1", "db1"]);
  });

  test("flags at the start hold for the whole expression", () => {
    expect(matched(["(?i)web\\d"], ["WEB1", "web1", "web12"])).toEqual(["WEB1", "web1"]);
  });

  test.each(["*.lan", "a)|(b", "[", "(?P<x"])("%j is no regular expression and is not made into one", (line) => {
    expect(matched([line], ["a", "b", "ax", "xb", "[x", "anything"])).toEqual([]);
  });
});
