import type { Value } from "@salina/wire";
import { expect, test } from "vitest";
import { isTargeted } from "./target.js";

const load = (tgt: Value, kind?: string) =>
  new Map<Value, Value>([["tgt", tgt], ...(kind === undefined ? [] : [["tgt_type", kind] as [Value, Value]])]);

test("a glob means what it matches, and a dot is only a dot", () => {
  expect(isTargeted(load("node?.*"), "node1.local.lan")).toBe(true);
  expect(isTargeted(load("node1.local"), "node1xlocal")).toBe(false);
  expect(isTargeted(load("node", "glob"), "node1")).toBe(false);
});

test("a list comes as an array or with commas", () => {
  expect(isTargeted(load(["a", "b"], "list"), "b")).toBe(true);
  expect(isTargeted(load("a,b", "list"), "b")).toBe(true);
  expect(isTargeted(load(["a"], "list"), "b")).toBe(false);
});

test("an unknown kind of target means nobody", () => {
  expect(isTargeted(load("*", "grain"), "a")).toBe(false);
});

test("an expression means what it matches from the start", () => {
  expect(isTargeted(load("node[12]", "pcre"), "node1.local.lan")).toBe(true);
  expect(isTargeted(load("ode1", "pcre"), "node1.local.lan")).toBe(false);
  expect(isTargeted(load("x|node1$", "pcre"), "node1.local.lan")).toBe(false);
});
