import type { Value, ValueMap } from "@salina/wire";
import { describe, expect, test } from "vitest";
import type { MinionFacts } from "./facts.js";
import { compileTarget, type MatchOptions, type TargetSpec } from "./target.js";

const known = new Map<string, MinionFacts>([
  ["web1", facts("web1", { os: "Debian", ipv4: ["10.0.0.1"] }, { token: "abc" })],
  ["web2", facts("web2", { os: "Ubuntu", ipv4: [7, { a: 1 }, "bogus"] }, { token: "abd" })],
  ["web3", facts("web3", { ipv4: 5 }, {})],
]);
const ids = [...known.keys(), "new1"];

function facts(id: string, grains: Record<string, unknown>, pillar: Record<string, unknown>): MinionFacts {
  const map = (plain: Record<string, unknown>) => new Map(Object.entries(plain)) as ValueMap;
  return { id, grains: map(grains), pillar: map(pillar) };
}

function minionsOf(target: TargetSpec, options: MatchOptions): readonly string[] {
  const compiled = compileTarget(target);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.value.match(ids, (id) => known.get(id) ?? { id, grains: null, pillar: null }, options).minions;
}

describe("a minion of which nothing is known", () => {
  test.each([
    ["grain", "os:Debian", ["new1", "web1"], ["web1"]],
    ["pillar_exact", "token:abd", ["new1", "web2"], ["web2"]],
    ["ipcidr", "10.0.0.0/8", ["new1", "web1"], ["web1"]],
    ["compound", "not G@os:Debian", ["new1", "web2", "web3"], ["web2", "web3"]],
    ["compound", "web* and G@os:Debian", ["web1"], ["web1"]],
    ["compound", "new1 or G@os:Debian", ["new1", "web1"], ["new1", "web1"]],
    ["compound", "new* and not ( G@os:Debian or I@token:x )", ["new1"], []],
    ["compound", "not new* and G@os:*", ["web1", "web2"], ["web1", "web2"]],
  ] as const)("%s %j: matches where it may be meant, and never where it must be", (type, expression, greedy, sure) => {
    expect(minionsOf({ type, expression }, { greedy: true })).toEqual(greedy);
    expect(minionsOf({ type, expression }, {})).toEqual(sure);
  });
});

describe("exact pillar", () => {
  test.each([
    ["pillar", "token:ab*"],
    ["pillar_pcre", "token:ab"],
    ["compound", "I@token:a* or J@token:.*"],
  ] as const)("%s %j tells nothing of what is in it", (type, expression) => {
    expect(minionsOf({ type, expression }, {})).toEqual(["web1", "web2"]);
    expect(minionsOf({ type, expression }, { exactPillar: true })).toEqual([]);
  });

  test("still finds the whole value", () => {
    expect(minionsOf({ type: "compound", expression: "I@token:abd" }, { exactPillar: true })).toEqual(["web2"]);
  });
});

describe("hostile facts", () => {
  const ask = (target: TargetSpec, grains: Value) => {
    const compiled = compileTarget(target);
    return compiled.ok && compiled.value.test({ id: "x", grains: grains as ValueMap, pillar: null });
  };

  test("of wrong types match nothing, and harm no other minion", () => {
    expect(minionsOf({ type: "ipcidr", expression: "10.0.0.0/8" }, {})).toEqual(["web1"]);
    expect(minionsOf({ type: "ipcidr", expression: "10.0.0.1" }, {})).toEqual(["web1"]);
  });

  test("that are deep or huge end", () => {
    let deep: Value = "end";
    for (let n = 0; n < 60; n++) deep = new Map<Value, Value>([["a", [deep, deep]]]);
    const wide = new Map(Array.from({ length: 300_000 }, (_, n) => [`k${n}`, "a".repeat(20)]));

    expect(ask({ type: "grain", expression: "top:*b*" }, new Map([["top", deep]]))).toBe(false);
    expect(ask({ type: "grain", expression: `${"*:".repeat(40)}x` }, new Map([["top", deep]]))).toBe(false);
    expect(ask({ type: "grain_pcre", expression: "*:(.*a){20}b" }, wide)).toBe(false);
    expect(ask({ type: "grain", expression: "top:*" }, new Map([["top", "a".repeat(1_000_000)]]))).toBe(true);
  });

  test("may have keys that JavaScript gives a meaning", () => {
    const grains = new Map<Value, Value>([["__proto__", new Map<Value, Value>([["polluted", "yes"]])]]);

    expect(ask({ type: "grain", expression: "__proto__:polluted:yes" }, grains)).toBe(true);
    expect(ask({ type: "grain", expression: "constructor:*" }, grains)).toBe(false);
    expect(ask({ type: "grain", expression: "hasOwnProperty:*" }, grains)).toBe(false);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
