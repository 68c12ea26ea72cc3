import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { globMatcher } from "./glob.js";
import { askPython, findPython } from "./testing/python.js";

const python = findPython();
if (!python.found) console.warn(`comparison of globs with Python left out: ${python.reason}`);

const pieces = fc.constantFrom(
  "a",
  "b",
  "c",
  "-",
  "!",
  "[",
  "]",
  "*",
  "?",
  "^",
  "\\",
  ".",
  "\n",
  "&",
  "~",
  "|",
  "{",
  "é",
  "😀",
  "1",
);
const patterns = fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join(""));
const bracketed = fc
  .tuple(fc.array(pieces, { maxLength: 3 }), fc.array(pieces, { maxLength: 7 }), fc.array(pieces, { maxLength: 2 }))
  .map(([before, inside, after]) => `${before.join("")}[${inside.join("")}]${after.join("")}`);

describe("a glob", () => {
  test.each([
    ["node[1-4].local.lan", "node3.local.lan", true],
    ["node[1-4].local.lan", "node5.local.lan", false],
    ["web*", "web", true],
    ["*", "", true],
    ["web?", "web", false],
    ["web", "web1", false],
    ["WEB*", "web1", false],
    ["[!a]*", "abc", false],
    ["[!a]*", "bac", true],
    ["[]x]", "]", true],
    ["[!]x]", "]", false],
    ["[abc", "[abc", true],
    ["[abc", "a", false],
    ["{a,b}", "a", false],
    ["\\*", "\\anything", true],
    ["*.lan", ".lan", true],
    ["a?c", "a\nc", true],
    ["?", "😀", true],
    ["[z-a]", "b", false],
    ["[!z-a]", "b", true],
  ])("%j on %j says %j, as fnmatch does", (pattern, text, expected) => {
    expect(globMatcher(pattern)(text)).toBe(expected);
  });

  test("without wildcards matches exactly itself", () => {
    const plain = fc.string().filter((text) => !/[*?[]/.test(text));
    fc.assert(fc.property(plain, plain, (a, b) => globMatcher(a)(b) === (a === b) && globMatcher(a)(a)));
  });

  test("of many stars ends soon on a long text that does not match", () => {
    const matches = globMatcher(`${"*a".repeat(500)}b`);

    expect(matches("a".repeat(5000))).toBe(false);
    expect(matches(`${"a".repeat(5000)}b`)).toBe(true);
  });

  test.runIf(python.found)("says what Python says, for random patterns and texts", () => {
    const pattern = fc.oneof(patterns, bracketed);
    const cases = fc
      .sample(fc.record({ pattern, texts: fc.array(patterns, { minLength: 8, maxLength: 8 }) }), {
        numRuns: 800,
        seed: 11,
      })
      .map((one) => ({
        ...one,
        kind: "glob" as const,
        texts: [...one.texts, one.pattern, "a", "b", "-", "!", "]", "\\"],
      }));

    const answers = askPython(cases);

    for (const [i, { pattern, texts }] of cases.entries()) {
      const matches = globMatcher(pattern);
      expect({ pattern, says: texts.map((text) => [text, matches(text)]) }).toEqual({
        pattern,
        says: texts.map((text, k) => [text, answers[i]?.[k]]),
      });
    }
  });
});
