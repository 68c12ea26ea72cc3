import type { Target } from "@salina/api";
import { memoryStore, type Store } from "@salina/store";
import { decode, encode, type Value } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { Mine, type MineDeps } from "./mine.js";

const all: Target = { type: "glob", expression: "*" };
const map = (entries: Record<string, Value>) => new Map<Value, Value>(Object.entries(entries));

let store: Store;
let asked: { target: Target; exactPillar: boolean; greedy: boolean }[];
let fleet: readonly string[];

beforeEach(async () => {
  store = memoryStore();
  asked = [];
  fleet = ["db1", "web1"];
  await put("web1", { ip: "10.0.0.1", name: "web1" });
  await put("db1", { ip: "10.0.0.2" });
});

function put(minion: string, values: Record<string, Value>) {
  const entries = Object.entries(values).map(([fun, value]) => [fun, encode(value)] as const);
  return store.mine.update(minion, entries, { clear: false });
}

function mine(readers: MineDeps["readers"] = null): Mine {
  return new Mine({
    on: true,
    store: store.mine,
    readers,
    resolve: (target, options) => {
      asked.push({ target, ...options });
      const wanted = String(target.expression);
      return Promise.resolve(wanted === "*" ? fleet : fleet.filter((id) => id === wanted));
    },
  });
}

async function get(of: Mine, funs: string[], reader: string | null = "web1", byFunction = funs.length > 1) {
  const read = decode(encode(await of.get({ target: all, funs, byFunction }, reader)));
  return read.ok ? read.value : read.fault;
}

test("one function is answered by minion, several by function", async () => {
  expect(await get(mine(), ["ip"])).toEqual(map({ db1: "10.0.0.2", web1: "10.0.0.1" }));
  expect(await get(mine(), ["ip", "name"])).toEqual(
    map({ ip: map({ db1: "10.0.0.2", web1: "10.0.0.1" }), name: map({ web1: "web1" }) }),
  );
  expect(await get(mine(), ["none"])).toEqual(new Map());
});

test("nothing comes of a minion whose key is gone, and pillar is only compared whole", async () => {
  fleet = ["web1"];
  expect(await get(mine(), ["ip"])).toEqual(map({ web1: "10.0.0.1" }));
  expect(asked).toEqual([{ target: all, greedy: false, exactPillar: true }]);
});

describe("`mine_get` in the config", () => {
  const readers = new Map([
    ["web.*", ["ip", "net.*"]],
    ["db", ["name"]],
  ]);

  test("names who reads what, whole names only", async () => {
    expect(await get(mine(readers), ["ip", "name"])).toEqual(map({ ip: map({ db1: "10.0.0.2", web1: "10.0.0.1" }) }));
    expect(await get(mine(readers), ["name"])).toEqual(new Map());
    expect(await get(mine(readers), ["name"], "db1")).toEqual(new Map());
    expect(asked).toHaveLength(1);
  });

  test("does not bind the master itself", async () => {
    expect(await get(mine(readers), ["name"], null)).toEqual(map({ web1: "web1" }));
  });
});

describe("an entry that says who may see it", () => {
  const entry = (more: Record<string, Value>) =>
    map({ __data__: "secret", __saltmine_acl__: 1, allow_tgt_type: "glob", ...more });

  test.each([
    ["the reader is named", "web1", map({ db1: "secret" })],
    ["another one is named", "db1", new Map()],
    ["nobody of that name is there", "gone", new Map()],
  ])("%s", async (_what, allowed, expected) => {
    await put("db1", { key: entry({ allow_tgt: allowed }) });
    expect(await get(mine(), ["key"])).toEqual(expected);
  });

  test("names a target that cannot be read: nobody sees it", async () => {
    await put("db1", { key: entry({ allow_tgt: 7 }) });
    expect(await get(mine(), ["key"])).toEqual(new Map());
    expect(await get(mine(), ["key"], null)).toEqual(map({ db1: "secret" }));
  });

  test("names nobody in particular: all see its value", async () => {
    await put("db1", { key: entry({}) });
    expect(await get(mine(), ["key"])).toEqual(map({ db1: "secret" }));
  });

  test("a value that only mentions the mark is a value", async () => {
    await put("db1", { key: ["__saltmine_acl__"] });
    expect(await get(mine(), ["key"])).toEqual(map({ db1: ["__saltmine_acl__"] }));
  });
});
