import { expect, test } from "vitest";
import { parseLogLevel } from "./log-level.js";

test.each([
  ["quiet", "silent"],
  ["all", "trace"],
  ["garbage", "trace"],
  ["profile", "debug"],
  ["WARNING", "warn"],
  ["critical", "fatal"],
])("Salt's level %s is %s", (name, level) => {
  expect(parseLogLevel(name)).toBe(level);
});

test("an unknown level is refused with those there are", () => {
  expect(() => parseLogLevel("constructor")).toThrow('unknown log level "constructor"; one of all, garbage,');
});
