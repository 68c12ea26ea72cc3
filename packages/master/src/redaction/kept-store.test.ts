import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { memoryStore, type Store } from "@salina/store";
import { decode, encode, toJson, toValue } from "@salina/wire";
import { pino } from "pino";
import { beforeEach, expect, test } from "vitest";
import { Counters } from "../status/counters.js";
import { HandClock } from "../testing/hand-clock.js";
import { keptStore } from "./kept-store.js";
import { marker, Redactor } from "./redactor.js";
import { Seal } from "./seal.js";
import { SecretValues } from "./secret-values.js";

const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const masterKey = newKey();
const jid = "20260101000000000001";
const secret = encode(toValue({ password: "S3cretOfDb" }));
const run = { jid, name: "orch.x", user: "root", test: false, parent: null, startedAt: 1, plan: secret };

let raw: Store;
let values: SecretValues;
const kept = (key: KeyObject) =>
  keptStore({
    store: raw,
    seal: new Seal(() => key),
    redactor: new Redactor(["shadow.*"], values, new Counters()),
    clock: new HandClock(),
    log: pino({ level: "silent" }),
  });
beforeEach(() => {
  raw = memoryStore();
  values = new SecretValues();
  values.replace("node1", ["S3cretOfDb"]);
});

async function fill(store: Store): Promise<void> {
  await store.minions.saveData({ id: "node1", grains: encode(new Map()), pillar: secret }, 1);
  await store.mine.update("node1", [["a", secret]], { clear: false });
  await store.runs.create(run);
  await store.runs.append(jid, { kind: "note", step: "s", at: 1, data: secret });
  const schedule = { name: "nightly", settings: secret, enabled: true, state: null };
  await store.schedules.save(schedule, [], 10);
}
const all = async (store: Store) => [
  (await store.minions.data(["node1"]))[0]?.pillar ?? null,
  (await store.mine.get(["node1"], null))[0]?.value ?? null,
  (await store.runs.get(jid))?.plan ?? null,
  (await store.runs.entries(jid))[0]?.data ?? null,
  (await store.schedules.all())[0]?.settings ?? null,
];

test("what is worked with again comes back as it was, and does not stand in the store", async () => {
  await fill(kept(masterKey));

  for (const record of await all(kept(masterKey))) expect(new Uint8Array(record ?? [])).toEqual(new Uint8Array(secret));
  for (const record of await all(raw)) expect(Buffer.from(record ?? []).includes("S3cretOfDb")).toBe(false);
});

test("under another master's key minions' data counts as unknown, a run ends as failed, a schedule is left out", async () => {
  await fill(kept(masterKey));
  const other = kept(newKey());

  expect((await other.minions.data(["node1"]))[0]?.pillar).toBeNull();
  expect(await other.mine.get(["node1"], null)).toEqual([]);
  expect(await other.schedules.all()).toEqual([]);
  await expect(other.runs.get(jid)).rejects.toThrow("sealed under another master's key");
  expect(await other.runs.open()).toEqual([]);
  expect((await raw.runs.get(jid))?.state).toBe("failed");
});

test("records that were kept before are read as they are", async () => {
  await fill(raw);

  for (const record of await all(kept(masterKey))) expect(record).toEqual(secret);
});

test("jobs are kept without secrets, whoever stores them", async () => {
  const store = kept(masterKey);
  await store.jobs.create({
    ...{ jid, minions: ["node1"], missing: [], target: { type: "glob", expression: "*" } as const, user: "root" },
    ...{ fun: "cmd.run", arg: encode(["mysql -pS3cretOfDb"]), metadata: secret, startedAt: 1 },
  });
  const answer = { jid, minion: "node1", value: secret, retcode: 0, success: true, out: null, late: false };
  await store.jobs.addReturn({ ...answer, returnedAt: 2 });

  const job = await raw.jobs.get(jid);
  const shown = (packed: Uint8Array | null | undefined) => {
    const read = packed ? decode(packed) : undefined;
    return read?.ok ? toJson(read.value) : undefined;
  };
  expect(shown(job?.arg)).toEqual([`mysql -p${marker}`]);
  expect(shown(job?.metadata)).toEqual({ password: marker });
  expect(shown(job?.results[0]?.value)).toEqual({ password: marker });
});
