import { memoryStore, type Store } from "@salina/store";
import type { MinionFacts } from "@salina/targeting";
import type { Value, ValueMap } from "@salina/wire";
import { beforeEach, expect, test, vi } from "vitest";
import { MinionData } from "./minion-data.js";

let store: Store;

beforeEach(() => {
  store = memoryStore();
});

const clock = { now: () => 7 };
const map = (plain: Record<string, Value>): ValueMap => new Map(Object.entries(plain));

function make(options: { on?: boolean; maxCachedBytes?: number } = {}) {
  const data = vi.spyOn(store.minions, "data");
  return { minionData: new MinionData({ store: store.minions, clock, on: true, ...options }), reads: data };
}

async function all(minionData: MinionData, ids: readonly string[]): Promise<readonly MinionFacts[]> {
  const found: MinionFacts[] = [];
  for await (const batch of minionData.batches(ids)) found.push(...batch);
  return found;
}

test("what was saved is given back, also by the daemon that is started next", async () => {
  const { minionData } = make();
  await minionData.save("web1", { grains: map({ os: "Debian" }), pillar: map({ role: "web" }) });

  for (const one of [minionData, make().minionData]) {
    expect(await one.grains("web1")).toEqual(map({ os: "Debian" }));
    expect(await one.pillar("web1")).toEqual(map({ role: "web" }));
  }
  expect((await store.minions.get("web1"))?.grainsAt).toBe(7);
});

test("of a minion that never said anything nothing is known", async () => {
  const { minionData } = make();

  expect(await minionData.facts("new1")).toEqual({ id: "new1", grains: null, pillar: null });
});

test("the store is asked once for many, and not again for what was used last", async () => {
  const { minionData, reads } = make();
  await minionData.save("web1", { grains: map({ n: 1 }), pillar: null });
  await minionData.save("web2", { grains: map({ n: 2 }), pillar: null });

  await all(minionData, ["web1", "web2"]);
  await all(minionData, ["web1", "web2"]);
  expect(reads).toHaveBeenCalledTimes(1);

  await minionData.save("web2", { grains: map({ n: 3 }), pillar: null });
  expect((await all(minionData, ["web1", "web2"])).map(({ grains }) => grains?.get("n"))).toEqual([1, 3]);
  expect(reads.mock.calls.at(-1)).toEqual([["web2"]]);
});

test("no more is kept in memory than is allowed", async () => {
  const { minionData, reads } = make({ maxCachedBytes: 30 });
  for (const id of ["a", "b", "c"]) {
    await minionData.save(id, { grains: map({ text: "ten bytes." }), pillar: null });
  }

  await all(minionData, ["a", "b", "c"]);
  const facts = await all(minionData, ["a", "b", "c"]);

  expect(facts.map(({ grains }) => grains?.size)).toEqual([1, 1, 1]);
  expect(reads.mock.calls.at(-1)).toEqual([["b", "c"]]);
});

test("what is saved while the store is being read is not hidden by what was read", async () => {
  const { minionData } = make();
  await minionData.save("web1", { grains: map({ n: 1 }), pillar: null });
  const read = store.minions.data.bind(store.minions);
  vi.spyOn(store.minions, "data").mockImplementationOnce(async (ids) => {
    const old = await read(ids);
    await minionData.save("web1", { grains: map({ n: 2 }), pillar: null });
    return old;
  });

  await minionData.facts("web1");

  expect((await minionData.grains("web1"))?.get("n")).toBe(2);
});

test("a minion that is forgotten is not remembered by memory either", async () => {
  const { minionData } = make();
  await minionData.save("web1", { grains: map({ n: 1 }), pillar: map({ secret: "x" }) });
  await minionData.facts("web1");

  await store.minions.remove("web1");
  minionData.forget("web1");

  expect(await minionData.facts("web1")).toEqual({ id: "web1", grains: null, pillar: null });
});

test("without `minion_data_cache` nothing is kept, and what is left from before is not used", async () => {
  await make().minionData.save("web1", { grains: map({ n: 1 }), pillar: null });
  const { minionData } = make({ on: false });
  await minionData.save("web2", { grains: map({ n: 2 }), pillar: null });

  expect((await all(minionData, ["web1", "web2"])).map(({ grains }) => grains)).toEqual([null, null]);
  expect(await store.minions.get("web2")).toBeUndefined();
});
