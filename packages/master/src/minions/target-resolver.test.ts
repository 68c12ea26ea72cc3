import { memoryStore } from "@salina/store";
import type { Value, ValueMap } from "@salina/wire";
import { beforeAll, describe, expect, test } from "vitest";
import { MinionData } from "./minion-data.js";
import { readNodegroups } from "./nodegroups.js";
import { TargetResolver, type TargetResolverDeps } from "./target-resolver.js";

const map = (plain: Record<string, Value>): ValueMap => new Map(Object.entries(plain));
const minionData = new MinionData({ store: memoryStore().minions, clock: { now: () => 0 }, on: true });
const nodegroups = readNodegroups(map({ debs: "G@os:Debian", pair: ["web1", "new1"], 7: "db1" }));

function resolver(more: Partial<TargetResolverDeps> = {}) {
  return new TargetResolver({
    acceptedMinions: () => Promise.resolve(["Web2", "new1", "db1", "web1"]),
    data: minionData,
    nodegroups,
    range: null,
    ...more,
  });
}

beforeAll(async () => {
  await minionData.save("web1", { grains: map({ os: "Debian" }), pillar: map({ token: "abc" }) });
  await minionData.save("Web2", { grains: map({ os: "Ubuntu" }), pillar: map({}) });
  await minionData.save("db1", { grains: map({ os: "Debian" }), pillar: map({ token: "xyz" }) });
  // Was accepted once, and is no candidate.
  await minionData.save("gone1", { grains: map({ os: "Debian" }), pillar: map({}) });
});

describe("a target", () => {
  test.each([
    ["glob", "*1", ["db1", "new1", "web1"]],
    ["grain", "os:deb*", ["db1", "new1", "web1"]],
    ["pillar", "token:a*", ["new1", "web1"]],
    ["nodegroup", "debs", ["db1", "new1", "web1"]],
    ["nodegroup", "7", ["db1"]],
    ["compound", "N@pair and not new1", ["web1"]],
    ["compound", "not G@os:Debian", ["new1", "Web2"]],
  ] as const)("of type %s, %j: %j, minions of which nothing is known included", async (type, expression, minions) => {
    expect(await resolver().resolve({ type, expression })).toEqual({ minions, missing: [] });
  });

  test("names only minions that are known to match where something is given away", async () => {
    const target = { type: "compound", expression: "I@token:* and L@web1,new1,gone2" } as const;

    expect(await resolver().resolve(target, { greedy: false })).toEqual({ minions: ["web1"], missing: ["gone2"] });
    expect(await resolver().resolve(target, { greedy: false, exactPillar: true })).toMatchObject({ minions: [] });
  });

  test.each([
    ["compound", "web1 and (", "invalid-target", "(at character 11)"],
    ["grain", "os", "invalid-target", "key:pattern"],
    ["nodegroup", "nope", "unknown-nodegroup", '"nope" is not known'],
    ["range", "%web", "range-unavailable", "range_server"],
  ] as const)("that cannot be used is an error: %s %j", async (type, expression, code, words) => {
    const error = await resolver()
      .resolve({ type, expression })
      .catch((one: unknown) => one);

    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test("that asks for grains matches everybody where none are kept, as far as ids do not decide", async () => {
    const none = new MinionData({ store: memoryStore().minions, clock: { now: () => 0 }, on: false });
    const resolve = (expression: string, greedy: boolean) =>
      resolver({ data: none }).resolve({ type: "compound", expression }, { greedy });

    expect((await resolve("G@os:none", true)).minions).toEqual(["db1", "new1", "web1", "Web2"]);
    expect((await resolve("*1 and G@os:none", true)).minions).toEqual(["db1", "new1", "web1"]);
    expect((await resolve("G@os:none", false)).minions).toEqual([]);
  });

  test("from a minion that cannot be used means nobody", async () => {
    const options = { greedy: false, exactPillar: true };

    expect(await resolver().resolveOrNobody({ type: "pcre", expression: "(" }, options)).toEqual([]);
    expect(await resolver().resolveOrNobody({ type: "toString" as "glob", expression: "*" }, options)).toEqual([]);
  });

  test("with ranges in it is resolved by what the range server says, and published so", async () => {
    const asked: string[] = [];
    const range: TargetResolverDeps["range"] = (expression) => {
      asked.push(expression);
      return Promise.resolve({ ok: true, value: ["web1", "gone2"] });
    };
    const target = { type: "compound", expression: "R@%web or db*" } as const;

    expect(await resolver({ range }).resolve(target)).toEqual({ minions: ["db1", "web1"], missing: ["gone2"] });
    expect(await resolver({ range }).forMinions(target)).toEqual({
      type: "compound",
      expression: "L@web1,gone2 or db*",
    });
    expect(await resolver({ range }).forMinions({ type: "range", expression: "%web" })).toEqual({
      type: "list",
      expression: ["web1", "gone2"],
    });
    expect(new Set(asked)).toEqual(new Set(["%web"]));
  });

  test("that takes long lets others go on in between", async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `node${n}`);
    const grains = map({ list: Array.from({ length: 20_000 }, (_, n) => `value ${n}`) });
    const data: TargetResolverDeps["data"] = {
      async *batches() {
        yield await Promise.resolve(ids.map((id) => ({ id, grains, pillar: null })));
      },
    };
    let turns = 0;
    let going = true;
    const count = () => {
      turns++;
      if (going) setImmediate(count);
    };
    setImmediate(count);

    await resolver({ data, acceptedMinions: () => Promise.resolve(ids) }).resolve({
      type: "grain",
      expression: "list:x*y",
    });
    going = false;

    expect(turns).toBeGreaterThan(5);
  });
});

test("a nodegroup that is neither text nor a list of words is named, the others are used", () => {
  const unreadable: string[] = [];
  const groups = readNodegroups(map({ a: "web*", b: map({}), c: [map({})], d: [1, "x"] }), (name) =>
    unreadable.push(name),
  );

  expect([...groups]).toEqual([
    ["a", "web*"],
    ["d", ["1", "x"]],
  ]);
  expect(unreadable).toEqual(["b", "c"]);
  expect(readNodegroups("web*").size).toBe(0);
});
