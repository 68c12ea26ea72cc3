import { expect, test } from "vitest";
import { wholeMatch } from "./whole-match.js";

test.each([
  ["web", "web", true],
  ["web", "web-of-somebody-else", false],
  ["a|web", "web-of-somebody-else", false],
  ["web.*", "web-of-somebody-else", true],
  ["(?i)WEB", "web", true],
  ["web$", "web\n", false],
  ["a)|(b", "b", false],
  ["(", "(", false],
  ["", "web", false],
])("%j and %j: %s", (expression, text, expected) => {
  expect(wholeMatch(expression, text)).toBe(expected);
});

test("an expression that would take for ever elsewhere does not here", () => {
  expect(wholeMatch("(a+)+b", "a".repeat(255))).toBe(false);
});
