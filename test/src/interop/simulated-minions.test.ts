import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  newIdentity,
  newMinionContext,
  type SalinaMaster,
  SimulatedMinion,
  startSalinaMaster,
  until,
} from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askDaemon } from "../support/ask-daemon.js";
import { checkout } from "./releases.js";

const eras = [0, 2, 3] as const;
const count = 150;

let directory: string;
let master: SalinaMaster;
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

async function ping(timeoutSeconds = 15): Promise<string[]> {
  const { stdout } = await master.salt(["--static", "--out=json", "-t", String(timeoutSeconds), "sim*", "test.ping"]);
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

test("no acknowledged return is lost when the master is killed while returns arrive", async () => {
  const before = acknowledged().length;
  const callers = Array.from({ length: 5 }, () => master.salt(["--async", "sim*", "test.ping"]));
  await until(() => acknowledged().length >= before + 200, { timeoutMs: 30_000, about: "returns", everyMs: 1 });
  await master.restart("SIGKILL");
  await Promise.all(callers);
  const sent = acknowledged().filter(({ fun }) => fun === "test.ping");

  const stored = new Set<string>();
  for (const jid of new Set(sent.map((each) => each.jid))) {
    const job = await askDaemon(master.socketPath, "jobs.get", { jid });
    for (const { minion, returnedAt } of job?.results ?? []) if (returnedAt !== null) stored.add(`${jid} ${minion}`);
  }
  expect(sent.filter(({ jid, id }) => !stored.has(`${jid} ${id}`))).toEqual([]);
  expect(sent.length).toBeGreaterThanOrEqual(200);
});

test("after kill -9 and restart all of them answer", async () => {
  await master.restart("SIGKILL");
  await until(async () => (await ping(2)).length === count, { timeoutMs: 60_000, about: "answer of all minions" });

  expect((await ping()).sort()).toEqual(ids());
});

function acknowledged() {
  return minions.flatMap(({ id, returns }) =>
    returns.flatMap(({ jid, fun, acknowledgedAt }) => (acknowledgedAt === null ? [] : [{ id, jid, fun }])),
  );
}
