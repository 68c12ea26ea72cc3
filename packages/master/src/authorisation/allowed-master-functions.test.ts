import { toValue } from "@salina/wire";
import { expect, test } from "vitest";
import { allWheel } from "../wheel/all-wheel.js";
import { mayCallMaster } from "./allowed-master-functions.js";

test.each<[boolean, unknown, "runner" | "wheel", string]>([
  [true, ["@wheel"], "wheel", "key.accept"],
  [true, ["@wheels"], "wheel", "key.accept"],
  [false, ["@wheel"], "runner", "jobs.list_jobs"],
  [true, ["@runner"], "runner", "jobs.list_jobs"],
  [true, ["test.ping", "@key"], "wheel", "key.accept"],
  [false, ["@key"], "wheel", "config.values"],
  [false, [".*", "key.*", "@", "@."], "wheel", "key.accept"],
  [true, [{ "@wheel": ["key.list.*", "config.values"] }], "wheel", "key.list_all"],
  [false, [{ "@wheel": ["key.list"] }], "wheel", "key.list_all"],
  [true, [{ "@wheel": "key.finger" }], "wheel", "key.finger"],
  [true, [{ "@key": ["list.*"] }], "wheel", "key.list_all"],
  [false, [{ "@key": ["key.list.*"] }], "wheel", "key.list_all"],
  [false, [{ "@runner": [".*"] }], "wheel", "key.list_all"],
  [false, [{ "web*": [".*"] }], "wheel", "key.list_all"],
  [false, [{ "@wheel": [".*"], "@key": [".*"] }], "wheel", "key.list_all"],
  [false, ["@wheel"], "wheel", "key"],
  [false, ["@wheel"], "wheel", "key.list.all"],
  [false, [], "wheel", "key.list"],
  [false, "@wheel", "wheel", "key.list"],
  [false, null, "wheel", "key.list"],
])("%s: %j for %s %s", (expected, permissions, kind, fun) => {
  expect(mayCallMaster(toValue(permissions), kind, { fun, arg: [] })).toBe(expected);
});

test("arguments can be conditions", () => {
  const permissions = toValue([{ "@wheel": [{ "key.accept": { args: ["web.*"] } }] }]);
  const may = (...arg: string[]) => mayCallMaster(permissions, "wheel", { fun: "key.accept", arg });
  expect([may("web1"), may("db1"), may()]).toEqual([true, false, false]);
});

test("every wheel function can be named by a permission of its own", () => {
  for (const fun of allWheel.keys()) {
    const [module] = fun.split(".");
    expect(mayCallMaster([`@${module}`], "wheel", { fun, arg: [] })).toBe(true);
    expect(mayCallMaster(["@other"], "wheel", { fun, arg: [] })).toBe(false);
  }
});
