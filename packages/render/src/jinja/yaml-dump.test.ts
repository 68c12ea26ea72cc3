import { expect, test } from "vitest";
import { Budget, DEFAULT_LIMITS } from "./budget.js";
import { PyError } from "./errors.js";
import { PyDict } from "./objects/dict.js";
import { dumpYaml } from "./yaml-dump.js";

const budget = (): Budget => new Budget(DEFAULT_LIMITS, () => 0);

test("keys are sorted, and lists stand at the indent of their key", () => {
  const value = PyDict.of([
    ["b", ["x", "y"]],
    ["a", PyDict.of([["c", null]])],
  ]);
  expect(dumpYaml(value, false, budget())).toBe("a:\n  c: null\nb:\n- x\n- y");
  expect(dumpYaml(value, true, budget())).toBe("{a: {c: null}, b: [x, y]}");
});

test("what stands in two places is written once", () => {
  const shared = [1n];
  expect(dumpYaml([shared, shared], true, budget())).toBe("[&id001 [1], *id001]");
});

test("a list that holds itself ends", () => {
  const list: unknown[] = [];
  list.push(list);
  expect(dumpYaml(list as [], true, budget())).toBe("&id001 [*id001]");
});

test("what is nested too deeply is refused", () => {
  let value: [] | [unknown] = [];
  for (let depth = 0; depth < 1000; depth += 1) value = [value];
  expect(() => dumpYaml(value as [], false, budget())).toThrow(PyError);
});
