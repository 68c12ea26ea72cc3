import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pcreMatcher } from "./pcre.js";
import { askPython, findPython } from "./testing/python.js";

const python = findPython();
if (!python.found) console.warn(`comparison of regular expressions with Python left out: ${python.reason}`);

function says(pattern: string, text: string): boolean {
  const matcher = pcreMatcher(pattern);
  if (!matcher.ok) throw new Error(matcher.reason);
  return matcher.value(text);
}

const catastrophic = [
  "(a+)+$",
  "([a-zA-Z]+)*$",
  "(a|aa)+$",
  "(a|a?)+$",
  "(.*a){20}b",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "(x+x+)+y",
  "(a*)*b",
  "(?:(?:a{1,15}){1,15})b",
  "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaab",
  "(?!(a+)+b)(a+)+c",
  "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)!",
  "((a*)*)*c",
  ".*.*.*.*.*.*.*.*.*(?<!\\d)$",
];

describe("a regular expression", () => {
  test.each([
    ["node[1-4].local.lan", "node3.local.lan", true],
    ["web", "web1.example", true],
    ["web", "a-web", false],
    ["web$", "web\n", true],
    ["web$", "web\nx", false],
    ["web\\Z", "web\n", false],
    ["(?i)WEB", "web", true],
    ["(?P<role>web|db)\\d+$", "db12", true],
    ["(?!db)", "web1", true],
    ["^(?!db).*\\.lan$", "db1.lan", false],
    ["web(?!01)\\d+", "web01", false],
    ["web(?!01)\\d+", "web02", true],
    ["(?=web)(?=.*lan$)", "web.lan", true],
    ["web|(?!db)a", "ab", true],
    ["^.*(?<!db)$", "mydb", false],
    ["^.*(?<!db)$", "myweb", true],
    ["[^\\W_]+$", "a_b", false],
    ["\\w+$", "größe", true],
    ["(?a)\\w+$", "größe", false],
    ["(?x) w e b # comment", "web", true],
    ["a{,2}$", "aa", true],
    ["a{x}", "a{x}", true],
    ["\\x41\\u0042\\103", "ABC", true],
    ["", "anything", true],
  ])("%j on %j says %j, as re.match does", (pattern, text, expected) => {
    expect(says(pattern, text)).toBe(expected);
  });

  test.each([
    ["(a)\\1", "back-references"],
    ["(?P<n>a)(?P=n)", "back-references"],
    ["(a)?(?(1)b|c)", "conditional groups"],
    ["(?>a)", "atomic groups"],
    ["a*+", "possessive"],
    ["((?!db).)*$", "look-ahead inside of a repeat"],
    [".*(?!x)y", "look-ahead after a part of variable length"],
    ["(?<=a*)b", "fixed-width"],
    ["\\N{DASH}", "by name"],
    ["a{2000}", "above 1000"],
    ["(", "missing )"],
    [")", "unbalanced"],
    ["*a", "nothing to repeat"],
    ["a**", "multiple repeat"],
    ["[b-a]", "bad character range"],
    ["[", "unterminated"],
    ["a(?i)", "not at the start"],
    ["\\q", "bad escape"],
    ["(.*a){301}", "more than 300 repeats"],
    [`${".*".repeat(31)}(?<!a)`, "more than 30 repeats"],
    ["((a{100}){100}){100}", "too large"],
    ["(".repeat(100), "nested"],
    [`${"(?:(?!a)b|c)".repeat(20)}`, "too many"],
    ["é".repeat(600), "longer than 1024 bytes"],
  ])("%j is refused with a reason", (pattern, reason) => {
    const matcher = pcreMatcher(pattern);

    expect(matcher).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  test("never makes the matcher throw, whatever the pattern", () => {
    const part = fc.constantFrom(
      ..."ab(|)[]{}*+?^$\\.,-123dDwWsSbBAZPi:!=<#x\n ",
      "(?",
      "(?P<",
      "(?<!",
      "(?i)",
      "{2,3}",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), fc.string(), (parts, text) => {
        const matcher = pcreMatcher(parts.join(""));
        return matcher.ok ? typeof matcher.value(text) === "boolean" : matcher.reason !== "";
      }),
      { numRuns: 3000, interruptAfterTimeLimit: 4000 },
    );
  });

  test.each(catastrophic)("%j ends on ten thousand ids", (pattern) => {
    const matcher = pcreMatcher(pattern);
    const ids = Array.from({ length: 10_000 }, (_, i) => `${"a".repeat(60)}${i}`);

    expect(matcher.ok && ids.filter(matcher.value)).toEqual([]);
  });

  test.runIf(python.found)("says what Python says, for random patterns and texts", () => {
    const cases = fc
      .sample(fc.record({ pattern: regex(), texts: fc.array(text(), { minLength: 6, maxLength: 6 }) }), {
        numRuns: 1500,
        seed: 23,
      })
      .map((one) => ({ ...one, kind: "pcre" as const, texts: [...one.texts, "a", "ab", "ab\n", "aB", "1", "_", "é"] }));

    const answers = askPython(cases);

    let compared = 0;
    for (const [i, { pattern, texts }] of cases.entries()) {
      const matcher = pcreMatcher(pattern);
      if (!matcher.ok) continue;
      compared++;
      expect({ pattern, says: texts.map((text) => [text, matcher.value(text)]) }).toEqual({
        pattern,
        says: texts.map((text, k) => [text, answers[i]?.[k]]),
      });
    }
    expect(compared).toBeGreaterThan(700);
  });

  test.runIf(python.found)("is refused where Python refuses it", () => {
    const part = fc.constantFrom(..."ab()[]{}*+?^\\.,-12dwsZ|", "(?:", "(?P<n>", "(?i)", "{2,3}", "[a-", "{3,2}");
    const cases = fc
      .sample(fc.array(part, { minLength: 1, maxLength: 7 }), { numRuns: 1500, seed: 5 })
      .map((parts) => ({ kind: "pcre" as const, pattern: parts.join(""), texts: ["a", "ab", "b1", "{", "^"] }));

    const answers = askPython(cases);

    for (const [i, { pattern, texts }] of cases.entries()) {
      const matcher = pcreMatcher(pattern);
      if (!matcher.ok) continue;
      expect({ pattern, says: texts.map(matcher.value) }).toEqual({ pattern, says: answers[i] });
    }
  });
});

/** Patterns that Python accepts, by construction. `\b` only meets ASCII: see `pcreMatcher`. */
function regex(): fc.Arbitrary<string> {
  const atom = fc.constantFrom(
    ..."abB1_.",
    ..."\\d \\D \\w \\W \\s \\S \\. \\x61 \\101 \\n é".split(" "),
    ..."[ab] [^a] [a-c1] [^\\W_] [^\\W\\d] [^\\Wa] [\\W\\d] [\\S] [^\\s\\d] []a] [^]a] [\\D_] (?i:a) (?i:[^b]) (?-i:a) (?a:\\w) (?s:.)".split(
      " ",
    ),
  );
  const anchor = fc.constantFrom("^", "\\A", "\\Z", "$", "(?m:^)", "(?m:$)", "(?<=a)", "(?<!b)", "(?<![ab]1)");
  const repeat = fc.constantFrom("", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{,2}", "{1,}", "{1,2}?");
  const { node } = fc.letrec<{ node: string; item: string }>((tie) => ({
    node: fc.oneof(
      { weight: 3, arbitrary: fc.array(tie("item"), { maxLength: 3 }).map((items) => items.join("")) },
      { weight: 1, arbitrary: fc.tuple(tie("node"), tie("node")).map((branches) => branches.join("|")) },
    ),
    item: fc.oneof(
      { maxDepth: 4, depthIdentifier: "item" },
      { weight: 6, arbitrary: fc.tuple(atom, repeat).map((parts) => parts.join("")) },
      { weight: 1, arbitrary: anchor },
      { weight: 2, arbitrary: fc.tuple(tie("node"), repeat).map(([inner, times]) => `(${inner})${times}`) },
      { weight: 1, arbitrary: tie("node").map((inner) => `(?:${inner})`) },
      { weight: 1, arbitrary: tie("node").map((inner) => `(?=${inner})`) },
      { weight: 1, arbitrary: tie("node").map((inner) => `(?!${inner})`) },
    ),
  }));
  const flags = fc.constantFrom("", "", "", "(?i)", "(?a)", "(?s)", "(?m)", "(?x)");
  return fc.tuple(flags, node).map((parts) => parts.join(""));
}

function text(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(..."aaabbB1_.é "), { maxLength: 6 }).map((parts) => parts.join(""));
}
