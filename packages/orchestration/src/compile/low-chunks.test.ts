import type { Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { highOf, mapOf, plain } from "../testing/sls.js";
import { lowChunks } from "./low-chunks.js";

const names = (ids: Readonly<Record<string, readonly unknown[]>>) =>
  lowChunks(highOf(ids)).map((one) => one.get("name"));

describe("low chunks", () => {
  test("have stock's keys in stock's order", () => {
    const [chunk] = lowChunks(highOf({ a: [{ k: 1 }, { require: ["b"] }, { order: 5 }] }));
    expect([...(chunk ?? [])].map(([key, value]) => [key, plain(value)])).toEqual([
      ["state", "test"],
      ["name", "a"],
      ["__sls__", "x"],
      ["__env__", "base"],
      ["__id__", "a"],
      ["k", 1],
      ["require", ["b"]],
      ["order", 5],
      ["fun", "nop"],
    ]);
  });

  test("each name is a step, once, with what it sets for itself; their order is kept", () => {
    const chunks = lowChunks(
      highOf({ a: [{ k: 1 }, { order: 5 }, { names: ["z", { y: [{ k: 2 }, { l: 3 }] }, "z", "x"] }] }),
    );
    expect(chunks.map((one) => ["name", "k", "l", "order"].map((key) => plain(one.get(key))))).toEqual([
      ["z", 1, undefined, 5.0001],
      ["y", 2, 3, 5.0002],
      ["x", 1, undefined, 5.0003],
    ]);
  });

  test("steps of one id share no arguments", () => {
    const [one, two] = lowChunks(highOf({ a: [{ names: ["p", "q"] }, { list: [1] }] }));
    expect(one?.get("list")).not.toBe(two?.get("list"));
  });

  test("a name that is no text is the id, and a state cannot be overridden", () => {
    const [chunk] = lowChunks(highOf({ a: [{ name: 5 }, { state: "salt" }] }));
    expect([chunk?.get("name"), chunk?.get("state")]).toEqual(["a", "test"]);
  });

  test("first and numbers come before those without order, then negative ones from the end, then last", () => {
    const order = (given: unknown) => [{ order: given }];
    expect(
      names({ l: order("last"), n: [], m: order(-1), o: order(7), f: order("first"), z: order(0), k: order(-2) }),
    ).toEqual(["f", "z", "o", "n", "k", "m", "l"]);
  });

  test("with the same order the module, name and function decide, by code points", () => {
    const ids = ["😀", "ﬀ", "z", "Z", "é"];
    expect(names(Object.fromEntries(ids.map((id) => [id, [{ order: 1 }]])))).toEqual(["Z", "z", "é", "ﬀ", "😀"]);
  });

  test("orders beyond what a number holds exactly are in order, too", () => {
    const high = mapOf({});
    for (const [id, order] of [
      ["b", 10n ** 20n],
      ["a", 3],
      ["c", null],
    ] as const)
      high.set(id, new Map<Value, Value>([["test", ["nop", new Map<Value, Value>([["order", order]])]]]));
    expect(lowChunks(high).map((one) => one.get("name"))).toEqual(["a", "b", "c"]);
  });
});
