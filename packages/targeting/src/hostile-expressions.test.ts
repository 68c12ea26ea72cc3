import type { Value, ValueMap } from "@salina/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { expandForPublish } from "./expand-for-publish.js";
import type { LeafType } from "./leaf.js";
import { compileTarget, matchesMinion, type TargetSpec } from "./target.js";

const word = fc.oneof(
  fc.constantFrom(
    "and",
    "or",
    "not",
    "(",
    ")",
    "G@a:b",
    "I|@a|*",
    "P@a:(b|",
    "J@a:.*",
    "L@x,y",
    "N@g",
    "R@x",
    "S@::/0",
    "E@(?",
    "*:*:a",
    "@",
    "G@",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const expression = fc.oneof(
  fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
  fc.array(word, { maxLength: 5 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);
const types: readonly (LeafType | "nodegroup" | "compound")[] = [
  "glob",
  "pcre",
  "list",
  "grain",
  "grain_pcre",
  "pillar",
  "pillar_pcre",
  "pillar_exact",
  "nodegroup",
  "compound",
  "ipcidr",
  "range",
];
const target = fc.record({
  type: fc.constantFrom(...types),
  expression,
  delimiter: fc.oneof(fc.constant(":"), fc.string({ unit: "binary", maxLength: 3 })),
});
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "facts" },
    fc.oneof(fc.string({ unit: "binary", maxLength: 5 }), fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => bytes as Value),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(tie("pair"), { maxLength: 3 }).map((pairs) => new Map(pairs as unknown as [Value, Value][]) as Value),
  ),
  pair: fc.tuple(
    fc.oneof(fc.constantFrom<Value>("a", "ipv4", "ipv6", "*", 1), tie("value")),
    tie("value"),
  ) as unknown as fc.Arbitrary<Value>,
}));
const map = value.map(
  (one): ValueMap =>
    one instanceof Map
      ? one
      : new Map([
          ["a", one],
          ["ipv4", one],
          ["ipv6", one],
        ]),
);

test("nothing that a caller or a minion can send makes the reading of targets throw", () => {
  fc.assert(
    fc.property(target, map, map, expression, (spec, grains, pillar, group) => {
      const context = { nodegroups: new Map([["g", group]]) };
      const facts = { id: "x", grains, pillar };
      const asked: TargetSpec = spec;
      const answer = matchesMinion(asked, facts, context);
      const compiled = compileTarget(asked, context);
      const published = expandForPublish(asked, context);
      if (compiled.ok) {
        const { minions, missing } = compiled.value.match(["x"], () => facts, { exactPillar: true });
        expect(minions.length).toBeLessThanOrEqual(1);
        expect(missing).not.toContain("x");
        expect(published.ok || published.reason.includes("delimiter")).toBe(true);
      }
      return answer.ok ? typeof answer.value === "boolean" : answer.reason !== "";
    }),
    { numRuns: 4000, interruptAfterTimeLimit: 4000 },
  );
});

test("what is published means the same minions as what was asked for", () => {
  const nodegroups = new Map<string, string | readonly string[]>([
    ["g", "a* or N@h"],
    ["h", ["c1", "or", "b1"]],
  ]);
  const words = fc.constantFrom("a*", "b1", "N@g", "N@h", "( N@g )", "not N@h", "L@a1,c1");
  const joined = fc
    .array(fc.tuple(words, fc.constantFrom("and", "or")), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.flat().slice(0, -1).join(" "));
  fc.assert(
    fc.property(joined, (text) => {
      const asked: TargetSpec = { type: "compound", expression: text };
      const published = expandForPublish(asked, { nodegroups });
      const ids = ["a1", "b1", "c1"];
      const compiled = compileTarget(asked, { nodegroups });
      if (!published.ok || !compiled.ok) throw new Error(text);
      const told = ids.filter((id) => {
        const says = matchesMinion(published.value, { id, grains: null, pillar: null }, { nodegroups: new Map() });
        return says.ok && says.value;
      });
      expect(told).toEqual(compiled.value.match(ids).minions);
    }),
  );
});
