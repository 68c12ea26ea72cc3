import { expect, test } from "vitest";
import { FailedLogins } from "./failed-logins.js";

test("addresses are counted apart", () => {
  const failures = new FailedLogins(() => 0);
  for (let i = 0; i < 25; i++) failures.failed("10.0.0.1");

  expect(failures.failed("10.0.0.1")).toBe(10);
  expect(failures.failed("10.0.0.2")).toBe(0);
});

test("many addresses do not grow the memory: the oldest is forgotten", () => {
  const failures = new FailedLogins(() => 0);
  for (let i = 0; i < 25; i++) failures.failed("old");
  for (let i = 0; i < 10_000; i++) failures.failed(`address ${i}`);

  expect(failures.failed("old")).toBe(0);
});
