import { describe, expect, test } from "vitest";
import { mapOf, plain } from "../testing/sls.js";
import { reconcileExtend } from "./extend.js";

const at = { __sls__: "x", __env__: "base" };
function extended(high: object, ...extend: readonly object[]) {
  const map = mapOf({ ...high, __extend__: extend });
  const errors = reconcileExtend(map, false);
  return { errors, high: plain(map) };
}

describe("extend", () => {
  const b = { ...at, test: ["nop", { k: 1 }, { require: [{ test: "c" }] }] };

  test("replaces arguments and the function, adds to requisites, appends what is new", () => {
    const args = ["other", { k: 2 }, { require: [{ test: "d" }] }, { l: 3 }];
    expect(extended({ b }, { b: { ...at, test: args } })).toEqual({
      errors: [],
      high: { b: { ...at, test: ["other", { k: 2 }, { require: [{ test: "c" }, { test: "d" }] }, { l: 3 }] } },
    });
  });

  test("a name takes the place of names, and stands there once more", () => {
    const { high } = extended(
      { b: { ...at, test: ["nop", { names: ["p", "q"] }] } },
      { b: { ...at, test: [{ name: "n" }] } },
    );
    expect(high).toEqual({ b: { ...at, test: ["nop", { name: "n" }, { name: "n" }] } });
  });

  test("another state module is added", () => {
    const { high } = extended({ b }, { b: { ...at, test: [], cmd: ["run"] } });
    expect(high).toMatchObject({ b: { cmd: ["run"] } });
  });

  test("what is found by its name alone is extended, if it is the only one", () => {
    const named = { ...at, test: ["nop", { name: "n" }] };
    expect(extended({ one: named }, { n: { ...at, test: [{ k: 1 }] } }).high).toEqual({
      one: { ...at, test: ["nop", { name: "n" }, { k: 1 }] },
    });
    expect(extended({ one: named, two: named }, { n: { ...at, test: [{ k: 1 }] } }).errors).toHaveLength(1);
  });

  test("a missing id is told with what extends it", () => {
    expect(extended({ b }, { gone: { ...at, test: [] } }).errors).toEqual([
      "Cannot extend ID 'gone' in 'base:x'. It is not part of the high state.\nThis is likely due to a missing include statement or an incorrectly typed ID.\nEnsure that a state with an ID of 'gone' is available\nin environment 'base' and to SLS 'x'",
    ]);
  });

  test("an SLS that is excluded extends nothing", () => {
    const map = mapOf({ b, __exclude__: ["x"], __extend__: [{ b: { ...at, test: [{ k: 9 }] } }] });
    expect(reconcileExtend(map, false)).toEqual([]);
    expect(plain(map.get("b"))).toEqual(b);
  });

  test("arguments that are no list are an error and change nothing", () => {
    for (const wrong of [null, "nop", { k: 1 }, 5])
      expect(extended({ b }, { b: { ...at, test: wrong } })).toEqual({
        errors: ["State 'b' in SLS 'x' is not formed as a list"],
        high: { b },
      });
  });
});
