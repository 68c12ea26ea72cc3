import { expect, test } from "vitest";
import { highOf } from "../testing/sls.js";
import { findIds, idsOfSls } from "./find-ids.js";

const high = () => highOf({ a: [{ name: "n" }], b: [{ other: "n" }, { k: 1, l: "n" }], c: [{ name: "a" }] });

test("an id is meant before a name; with strict only if it has the state", () => {
  expect(findIds("a", "test", high(), true)).toEqual([["a", "test"]]);
  expect(findIds("a", "salt", high(), false)).toEqual([["a", "salt"]]);
  expect(findIds("a", "salt", high(), true)).toEqual([]);
});

test("else each argument that has the name as its value counts, as in stock", () => {
  expect(findIds("n", "test", high(), true)).toEqual([
    ["a", "test"],
    ["b", "test"],
  ]);
  expect(findIds("gone", "test", high(), false)).toEqual([]);
});

test("an SLS stands for its ids, each with its first key; for requisites in the other direction with all its states", () => {
  expect(findIds("x", "sls", high(), false)).toEqual([..."abc"].map((id) => [id, "__sls__"]));
  expect(idsOfSls("x", high())).toEqual([..."abc"].map((id) => [id, "test"]));
  expect(idsOfSls("y", high())).toEqual([]);
});
