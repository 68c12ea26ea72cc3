import { memoryStore } from "@salina/store";
import { decode, type Encodable, encode, toValue, type Value } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { Mine } from "../mine/mine.js";
import { MinionData } from "../minions/minion-data.js";
import { HandClock } from "../testing/hand-clock.js";
import { Runners } from "./runners.js";

let runners: Runners;

beforeEach(async () => {
  const store = memoryStore();
  const clock = new HandClock();
  const minionData = new MinionData({ store: store.minions, clock, on: true });
  const grains = (os: string) => toValue({ os }) as Map<Value, Value>;
  await minionData.save("web1", { grains: grains("Debian"), pillar: new Map([["a", 1]]) });
  await minionData.save("web2", { grains: grains("Arch"), pillar: null });
  await store.mine.update("web1", [["ip", encode("10.0.0.1")]], { clear: false });
  const resolve = () => Promise.resolve(["web1", "web2"]);
  runners = new Runners({
    presence: { present: () => ["web1", "gone"] },
    acceptedMinions: () => Promise.resolve(["web2", "web1"]),
    mine: new Mine({ on: true, store: store.mine, resolve, readers: null }),
    minionData,
    resolve,
  });
});

async function run(fun: string, ...arg: unknown[]): Promise<unknown> {
  const packed: Encodable = await runners.run(
    fun,
    arg.map((one) => toValue(one)),
  );
  const read = decode(encode(packed));
  return read.ok ? plain(read.value) : null;
}
const plain = (value: Value): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, one]) => [String(key), plain(one)])) : value;

describe("runners", () => {
  test("manage.present and not_present part the accepted minions", async () => {
    expect(await run("manage.present")).toEqual(["web1"]);
    expect(await run("manage.not_present")).toEqual(["web2"]);
    expect(await run("manage.present", { __kwarg__: true, subset: ["web2"] })).toEqual([]);
  });

  test("mine.get gives what minions offer", async () => {
    expect(await run("mine.get", "*", "ip")).toEqual({ web1: "10.0.0.1" });
    expect(await run("mine.get", "*", ["ip"])).toEqual({ ip: { web1: "10.0.0.1" } });
  });

  test("cache.grains and cache.pillar give what is known", async () => {
    expect(await run("cache.grains")).toEqual({ web1: { os: "Debian" }, web2: { os: "Arch" } });
    expect(await run("cache.pillar", "*", { __kwarg__: true, tgt_type: "glob" })).toEqual({ web1: { a: 1 } });
  });

  test.each<[string, unknown[], string]>([
    ["no.such", [], "'no.such' is not available."],
    ["toString", [], "'toString' is not available."],
    ["mine.get", [], "it takes `tgt` and `fun`"],
    ["mine.get", ["*", "ip", "glob", 1], "takes at most 3 arguments, 4 given"],
    ["manage.present", [{ __kwarg__: true, nope: 1 }], "unexpected keyword argument 'nope'"],
  ])("%s %j is refused", async (fun, arg, message) => {
    await expect(run(fun, ...arg)).rejects.toThrow(message);
  });
});
