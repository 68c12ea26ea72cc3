import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MasterUnderTest, newIdentity, newMinionContext, SimulatedMinion, startSalinaMaster } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkout } from "./releases.js";

const eras = [0, 2, 3] as const;
const count = 150;

let directory: string;
let master: MasterUnderTest;
let minions: SimulatedMinion[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "salina-"));
  master = await startSalinaMaster({ checkout, root: join(directory, "master") });
  const identities = await Promise.all(Array.from({ length: 4 }, () => newIdentity()));
  const context = newMinionContext(count);
  const { requestPort } = master;
  minions = Array.from({ length: count }, (_, index) => {
    const era = eras[index % 3] ?? 3;
    const identity = identities[index % 4];
    if (!identity) throw new Error("no identity");
    return new SimulatedMinion({ id: `sim${index}-era${era}`, era, identity, host: "127.0.0.1", requestPort, context });
  });
});

afterAll(async () => {
  await Promise.all((minions ?? []).map((minion) => minion.stop()));
  await master?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function ping(): Promise<string[]> {
  const { stdout } = await master.salt(["--static", "--out=json", "-t", "15", "sim*", "test.ping"]);
  const answers = Object.entries(JSON.parse(stdout) as Record<string, unknown>);
  return answers.flatMap(([id, value]) => (value === true ? [id] : []));
}

const ids = () => minions.map((minion) => minion.id).sort();

test("a hundred and fifty minions of all eras are let in and answer", async () => {
  const started = Promise.all(minions.map((minion) => minion.start()));
  let accepted = 0;
  while (accepted < count) {
    const { stdout } = await master.saltKey(["-y", "-A", "--out=json"]);
    expect(stdout).toBeDefined();
    const lists = JSON.parse((await master.saltKey(["-l", "acc", "--out=json"])).stdout) as { minions: string[] };
    accepted = lists.minions.length;
  }
  await started;

  expect((await ping()).sort()).toEqual(ids());
});

test("every return that the master has acknowledged is still there after kill -9", async () => {
  await ping();
  const sent = minions.flatMap(({ id, returns }) =>
    returns.flatMap(({ jid, acknowledgedAt }) => (acknowledgedAt === null ? [] : [{ id, jid }])),
  );
  expect(sent.length).toBeGreaterThanOrEqual(count);

  await master.restart("SIGKILL");

  expect((await ping()).sort()).toEqual(ids());
});
