import { toValue, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { mayCall } from "./allowed-functions.js";

const within = (expression: string, minions: readonly string[]) =>
  Promise.resolve(minions.every((id) => expression === "*" || id.startsWith(expression.replace("*", ""))));
const may = (permissions: unknown, calls: readonly (readonly [string, ...Value[]])[], minions = ["web1", "web2"]) =>
  mayCall(
    toValue(permissions),
    calls.map(([fun, ...arg]) => ({ fun, arg })),
    minions,
    within,
  );
const kwargs = (entries: Record<string, Value>) =>
  new Map<Value, Value>([["__kwarg__", true], ...Object.entries(entries)]);

describe("functions", () => {
  test.each<[string, unknown, string, boolean]>([
    ["one that matches as a whole is allowed", ["test.*"], "test.ping", true],
    ["one that only begins so is not", ["test.ping"], "test.pinging", false],
    ["another is not", ["test.*"], "cmd.run", false],
    ["with no permissions nothing is", [], "test.ping", false],
    ["permissions that are no list allow nothing", "test.*", "test.ping", false],
    ["an expression that cannot be read allows nothing", ["("], "(", false],
  ])("%s", async (_what, permissions, fun, allowed) => expect(await may(permissions, [[fun]])).toBe(allowed));

  test("of several functions each has to be allowed", async () => {
    expect(await may(["test.ping"], [["test.ping"], ["cmd.run"]])).toBe(false);
    expect(await may(["test.ping", "cmd.run"], [["test.ping"], ["cmd.run"]])).toBe(true);
    expect(await may(["test.ping"], [])).toBe(false);
  });
});

describe("functions on a target", () => {
  const permissions = [{ "web*": ["test.ping", { "cmd.run": { args: ["ls.*"], kwargs: { cwd: "/tmp" } } }] }];

  test("all minions have to be within it", async () => {
    expect(await may(permissions, [["test.ping"]])).toBe(true);
    expect(await may(permissions, [["test.ping"]], ["web1", "db1"])).toBe(false);
  });

  test("arguments have to match as a whole, those not named are free", async () => {
    expect(await may(permissions, [["cmd.run", "ls -l", kwargs({ cwd: "/tmp", runas: "x" })]])).toBe(true);
    expect(await may(permissions, [["cmd.run", "ls -l", "more", kwargs({ cwd: "/tmp" })]])).toBe(true);
    expect(await may(permissions, [["cmd.run", "rm ls", kwargs({ cwd: "/tmp" })]])).toBe(false);
    expect(await may(permissions, [["cmd.run", "ls -l\nreboot", kwargs({ cwd: "/tmp" })]])).toBe(false);
    expect(await may(permissions, [["cmd.run", "ls -l", kwargs({ cwd: "/tmp/x" })]])).toBe(false);
    expect(await may(permissions, [["cmd.run", "ls -l"]])).toBe(false);
    expect(await may(permissions, [["cmd.run", ["ls"], kwargs({ cwd: "/tmp" })]])).toBe(false);
    expect(await may(permissions, [["cmd.run"]])).toBe(false);
  });

  test("an argument whose condition is null may be anything, but has to be there", async () => {
    const any = [{ "*": [{ "test.arg": [{ args: [null, "b"] }] }] }];
    expect(await may(any, [["test.arg", ["x"], "b"]])).toBe(true);
    expect(await may(any, [["test.arg"]])).toBe(false);
  });

  test("an entry with two targets counts for nothing", async () => {
    expect(await may([{ "web*": ["test.ping"], "*": ["test.ping"] }], [["test.ping"]])).toBe(false);
  });
});
