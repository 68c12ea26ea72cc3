import type { Value } from "@salina/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileHigh, compileSls, showSls } from "./compile-sls.js";
import type { SlsSource } from "./sls-source.js";

const keys = [
  ...[
    "include",
    "extend",
    "exclude",
    "__extend__",
    "__exclude__",
    "__sls__",
    "__env__",
    "__proto__",
    "test",
    "test.nop",
  ],
  ...[
    "salt.state",
    "a",
    "b",
    "a.b.c",
    "require",
    "require_in",
    "use",
    "use_in",
    "prereq",
    "prereq_in",
    "listen",
    "names",
  ],
  ...["name", "order", "state", "fun", "sls", "id", "top", ".", "..top", "*", "[", ""],
];
const scalar = fc.oneof(
  fc.constantFrom<Value>(...keys, "nop", "first", "last", null, true, false, 0, -1, 1.5, 10n ** 30n),
  fc.string({ maxLength: 4 }),
);
const value: fc.Arbitrary<Value> = fc.letrec<{ any: Value }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    scalar,
    fc.array(tie("any"), { maxLength: 4 }),
    fc.array(fc.tuple(scalar, tie("any")), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).any;
/** Documents that come further than the first check. */
const document = fc
  .array(
    fc.tuple(
      fc.constantFrom<Value>(...keys.slice(0, 12)),
      fc.oneof(
        value,
        fc
          .array(fc.tuple(fc.constantFrom<Value>("test.nop", "test", "salt.state"), fc.array(value, { maxLength: 4 })))
          .map((entries) => new Map<Value, Value>(entries)),
      ),
    ),
    { maxLength: 5 },
  )
  .map((entries) => new Map<Value, Value>(entries));

function sourceOf(first: Value, second: Value): SlsSource {
  const files = new Map([
    ["top", first],
    ["a", second],
  ]);
  return {
    list: (saltenv) => (saltenv === "base" ? [...files.keys()] : undefined),
    render(sls) {
      const data = files.get(sls);
      return data === undefined ? { kind: "missing" } : { kind: "data", data: structuredClone(data), isInit: false };
    },
  };
}

describe("SLS data of any shape", () => {
  test("gives steps or errors, and never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(document, value), fc.oneof(document, value), async (first, second) => {
        const { chunks, errors } = await compileSls({ mods: ["top", "a"], saltenv: "base" }, sourceOf(first, second));
        expect(errors.length === 0 || chunks.length === 0).toBe(true);
        for (const chunk of chunks) expect(chunk.has("fun")).toBe(true);
        await showSls({ mods: ["*"], saltenv: "base" }, sourceOf(first, second));
      }),
      { numRuns: 4000 },
    );
  });

  test("a state that is given as data is compiled or refused", () => {
    fc.assert(
      fc.property(document, (high) => {
        compileHigh(structuredClone(high));
      }),
      { numRuns: 2000 },
    );
  });

  test("more steps than can be held are refused, with their id", () => {
    const names = Array.from({ length: 100_001 }, (_, at) => `n${at}`);
    const high = new Map<Value, Value>([
      ["many", new Map<Value, Value>([["test", ["nop", new Map([["names", names]])]]])],
    ]);
    expect(compileHigh(high).errors).toEqual(["More than 100000 steps, at ID 'many'"]);
  });

  test("a circle is named as a whole", () => {
    const waits = (id: string) =>
      new Map<Value, Value>([
        ["test", ["nop", new Map([["require", [new Map([["test", id]])]]])]],
        ["__sls__", "x"],
      ]);
    const high = new Map<Value, Value>([
      ["a", waits("b")],
      ["b", waits("c")],
      ["c", waits("a")],
    ]);
    expect(compileHigh(high).errors).toEqual([
      'A recursive requisite was found: SLS "x" ID "a" waits for SLS "x" ID "b" waits for SLS "x" ID "c" waits for SLS "x" ID "a"',
    ]);
  });
});
