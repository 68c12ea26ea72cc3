import { describe, expect, test } from "vitest";
import { expandNodegroup } from "./nodegroup.js";

function expand(name: string, groups: Record<string, string | readonly string[]>) {
  const words = expandNodegroup(name, new Map(Object.entries(groups)));
  return words.ok ? words.value.join(" ") : words.reason;
}

describe("a nodegroup", () => {
  test.each([
    ["of an expression is its words", { a: "web* and  G@os:Debian" }, "web* and G@os:Debian"],
    ["of bare ids is a list", { a: "web1 db1" }, "L@web1,db1"],
    ["of one id is a list", { a: ["web1"] }, "L@web1"],
    ["of bare words with brackets is one regular expression", { a: "web[12] db1" }, "E@web[12],db1"],
    ["that is a list is its words", { a: ["web1", "or", "G@os:Mac OS"] }, "web1 or G@os:Mac OS"],
    [
      "with another one in it has it in parentheses",
      { a: "N@b and not web1", b: "web1 or db1" },
      "( ( web1 or db1 ) and not web1 )",
    ],
    ["may name the same one twice", { a: "N@b or N@b", b: "web*" }, "( ( web* ) or ( web* ) )"],
    ["that is not there is named", { a: "N@b" }, 'the nodegroup "b" is not known'],
    ["that contains itself is refused", { a: "N@b", b: "web1 or N@a" }, 'the nodegroup "a" contains itself'],
  ])("%s", (_, groups, expected) => {
    expect(expand("a", groups as Record<string, string | readonly string[]>)).toBe(expected);
  });

  test("cannot make millions of words of a few lines", () => {
    const groups: Record<string, string> = { g0: "web*" };
    for (let n = 1; n <= 40; n++) groups[`g${n}`] = `N@g${n - 1} or N@g${n - 1}`;

    expect(expand("g40", groups)).toBe("the nodegroups have more than 10000 words");
  });

  test("named like something of JavaScript is unknown", () => {
    expect(expand("__proto__", {})).toBe('the nodegroup "__proto__" is not known');
  });
});
