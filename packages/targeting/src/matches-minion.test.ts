import { Float, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import type { Nodegroups } from "./facts.js";
import { matchesMinion, type TargetSpec } from "./target.js";

const grains = new Map<Value, Value>([
  ["os", "Debian"],
  ["num_cpus", 4],
  ["load", new Float(1)],
  ["virtual", null],
  ["systemd", true],
  ["roles", ["web", "db", new Map<Value, Value>([["cache", "redis"]])]],
  ["cpu", new Map<Value, Value>([["vendor", new Map<Value, Value>([["name", "Intel"]])]])],
  ["ports", new Map<Value, Value>([[80, "http"]])],
  ["ipv4", ["127.0.0.1", "10.1.2.3"]],
  ["ipv6", ["::1", "2001:db8::7"]],
  ["__proto__", new Map<Value, Value>([["x", "y"]])],
]);
const pillar = new Map<Value, Value>([
  ["role", "Primary"],
  ["secret", new Map<Value, Value>([["token", "abc"]])],
]);
const facts = { id: "web1.lan", grains, pillar };

function says(type: TargetSpec["type"], expression: string, groups: Nodegroups = new Map(), delimiter?: string) {
  const spec = delimiter === undefined ? { type, expression } : { type, expression, delimiter };
  const result = matchesMinion(spec, facts, { nodegroups: groups });
  return result.ok ? result.value : result.reason;
}

describe("a minion", () => {
  test.each([
    ["grain", "os:debian", true],
    ["grain", "OS:debian", false],
    ["grain", "os:Deb*", true],
    ["grain", "os", false],
    ["grain", "num_cpus:4", true],
    ["grain", "load:1.0", true],
    ["grain", "load:1", false],
    ["grain", "virtual:none", true],
    ["grain", "systemd:true", true],
    ["grain", "roles:db", true],
    ["grain", "roles:cache:redis", true],
    ["grain", "roles:0:web", true],
    ["grain", "roles:-1:cache", true],
    ["grain", "cpu:vendor:name:intel", true],
    ["grain", "cpu:*:name:intel", true],
    ["grain", "cpu:vendor:*", true],
    ["grain", "*:vendor:name:intel", true],
    ["grain", "ports:80:http", true],
    ["grain", "__proto__:x:y", true],
    ["grain", "constructor:*", false],
    ["grain_pcre", "os:deb", true],
    ["grain_pcre", "os:(ubuntu|debian)$", true],
    ["grain_pcre", "num_cpus:\\D", true],
    ["pillar", "role:prim*", true],
    ["pillar_exact", "role:prim*", false],
    ["pillar_exact", "role:primary", true],
    ["pillar_pcre", "secret:token:a.c$", true],
    ["ipcidr", "10.1.0.0/16", true],
    ["ipcidr", "10.1.2.3", true],
    ["ipcidr", "10.2.0.0/255.255.0.0", false],
    ["ipcidr", "2001:db8::/32", true],
    ["ipcidr", "2001:0db8::0007", true],
    ["ipcidr", "10.1.2.3/16", false],
    ["list", "db1,web1.lan", true],
    ["list", "web1", false],
    ["compound", "web* and G@os:Debian", true],
    ["compound", "not web* or S@10.0.0.0/8", true],
    ["compound", "db* or web* not G@os:Debian", false],
    ["compound", "( db* or E@web\\d ) and not I@role:replica", true],
    ["compound", "G|@os|debian and J@role:^prim", true],
  ] as const)("of type %s, %j: %j", (type, expression, expected) => {
    expect(says(type, expression)).toBe(expected);
  });

  test("takes another delimiter where the path has colons in its keys", () => {
    expect(says("grain", "cpu|vendor|name|Intel", new Map(), "|")).toBe(true);
    expect(says("grain", "cpu:vendor", new Map(), "|")).toBe(false);
  });

  test("is in a nodegroup by the words of the group, also of groups within it", () => {
    const groups: Nodegroups = new Map<string, string | readonly string[]>([
      ["debs", "G@os:Debian"],
      ["web", "N@debs and web*"],
      ["row", ["db1", "web1.lan"]],
      ["pattern", "web[12].lan"],
    ]);

    expect(["debs", "web", "row", "pattern"].map((name) => says("nodegroup", name, groups))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(says("compound", "not N@row", groups)).toBe(false);
  });

  test("of which nothing is known has neither grains nor pillar", () => {
    const nothing = { id: "new", grains: null, pillar: null };
    const context = { nodegroups: new Map() };

    expect(matchesMinion({ type: "compound", expression: "not G@os:x" }, nothing, context)).toMatchObject({
      value: true,
    });
    expect(matchesMinion({ type: "pillar", expression: "a:*" }, nothing, context)).toMatchObject({ value: false });
  });
});
