import type { Minion } from "@salina/api";
import { LocalCaller, type StockMinion, until } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EventLog } from "./event-log.js";
import { CutOffNetwork, whyNoNamespaces } from "./network-namespace.js";
import { TestBench } from "./test-bench.js";

/** Who is there, with real minions that are frozen, cut off and restarted. Nobody runs a job meanwhile: it is noticed without. */
const whyNot = whyNoNamespaces();
if (whyNot !== null) console.warn(`skipped: a minion that is cut off: ${whyNot}`);

let bench: TestBench;
let network: CutOffNetwork | null = null;
let caller: LocalCaller;
let events: EventLog;
const minions: Record<string, StockMinion> = {};

beforeAll(async () => {
  bench = await TestBench.make();
  network = whyNot === null ? new CutOffNetwork() : null;
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      presence_events: true,
      loop_interval: 1,
      gather_job_timeout: 3,
      interface: "0.0.0.0",
    },
    own: { heartbeat: 1 },
  });
  caller = await LocalCaller.connect(bench.master.socketPath);
  events = await EventLog.open(bench.master.socketPath);
  minions["near"] = await bench.startMinion("near");
  minions["frozen"] = await bench.startMinion("frozen", { release: "3006.8" });
  if (network) {
    minions["far"] = await bench.startMinion("far", { master: network.hostAddress, namespace: network.name });
  }
  for (const minion of Object.values(minions)) await bench.isReady(minion);
  const expected = Object.keys(minions).sort();
  await until(async () => JSON.stringify(await bench.ping("*")) === JSON.stringify(expected), {
    timeoutMs: 60_000,
    about: "answers of all",
  });
});

afterAll(async () => {
  caller?.close();
  events?.close();
  await minions["frozen"]?.thaw();
  await bench.end();
  network?.remove();
});

async function look(id: string): Promise<Minion | undefined> {
  return (await caller.ask("minions.list", null)).find((one) => one.id === id);
}
const connected = (id: string, wanted: boolean) =>
  until(async () => (await look(id))?.connected === wanted, {
    timeoutMs: 45_000,
    about: `${id} ${wanted ? "there" : "gone"}`,
  });
const change = (kind: "new" | "lost", id: string, from: number) =>
  events.until(({ tag, data }) => tag === "salt/presence/change" && (data[kind] as string[]).includes(id), from);

test("who answers is there, and hears publishes", async () => {
  for (const id of Object.keys(minions)) {
    expect(await look(id)).toMatchObject({ connected: true, hearsPublishes: true, flapping: false });
  }
  await events.until(
    ({ tag, data }) =>
      tag === "salt/presence/present" && (data["present"] as string[]).length === Object.keys(minions).length,
  );
});

test("a frozen minion is noticed though its connections stand, and comes back when it thaws", async () => {
  const from = events.length;
  await minions["frozen"]?.freeze();
  await connected("frozen", false);
  expect(await look("frozen")).toMatchObject({ hearsPublishes: false });
  await change("lost", "frozen", from);
  expect(await look("near")).toMatchObject({ connected: true, hearsPublishes: true });

  await minions["frozen"]?.thaw();
  await connected("frozen", true);
  await change("new", "frozen", from);
  expect(await bench.ping("frozen")).toEqual(["frozen"]);
});

describe.skipIf(whyNot !== null)("a minion whose packets get lost", () => {
  test("is noticed, finds back by itself, and then hears publishes; twice is flapping", async () => {
    for (const time of [1, 2]) {
      const from = events.length;
      network?.cutOff();
      await connected("far", false);
      await change("lost", "far", from);
      network?.join();
      await connected("far", true);
      expect(await bench.ping("far")).toEqual(["far"]);
      expect(await look("far")).toMatchObject({ connected: true, hearsPublishes: true, flapping: time === 2 });
    }
    expect((await look("near"))?.flapping).toBe(false);
  });
});

test("a minion that ends is gone at once, and there again after its restart", async () => {
  await minions["near"]?.kill9();
  await connected("near", false);
  await minions["near"]?.restart();
  await connected("near", true);
  expect(await bench.ping("near")).toEqual(["near"]);
});

test("after a restart of the master all are known to be there again without being asked for", async () => {
  await bench.master.restart("SIGKILL");
  caller.close();
  caller = await LocalCaller.connect(bench.master.socketPath);
  for (const id of Object.keys(minions)) await connected(id, true);
});
