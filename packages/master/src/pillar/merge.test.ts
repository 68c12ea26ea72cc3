import type { Value, ValueMap } from "@salina/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeDeep, mergePillar } from "./merge.js";

const key = fc.constantFrom("a", "b", "__proto__", "constructor", "toString");
const tree = fc.letrec<{ value: Value; map: ValueMap }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie("map"),
  ),
  map: fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => new Map(entries)),
}));

test("a merged map has the keys of both, and neither is changed", () => {
  fc.assert(
    fc.property(tree.map, tree.map, fc.boolean(), (base, over, lists) => {
      const [before, after] = [structuredClone(base), structuredClone(over)];
      const merged = mergeDeep(base, over, lists);
      expect(new Set(merged.keys())).toEqual(new Set([...base.keys(), ...over.keys()]));
      expect([base, over]).toEqual([before, after]);
    }),
  );
});

test("hostile keys are keys like any other", () => {
  const over: ValueMap = new Map<Value, Value>([["__proto__", new Map([["polluted", true]])]]);
  const merged = mergePillar(new Map([["__proto__", new Map([["own", 1]])]]), over, {
    strategy: "smart",
    lists: false,
    renderer: "yaml",
  });
  expect(merged.get("__proto__")).toEqual(
    new Map<Value, Value>([
      ["own", 1],
      ["polluted", true],
    ]),
  );
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
