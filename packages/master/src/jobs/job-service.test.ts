import type { JobUpdate } from "@salina/api";
import { memoryStore, type Store } from "@salina/store";
import { decode, encode, isMap, JidSource, type Value, type ValueMap } from "@salina/wire";
import pino from "pino";
import { beforeEach, expect, test } from "vitest";
import { EventBus } from "../events/event-bus.js";
import { MinionData } from "../minions/minion-data.js";
import { Presence } from "../minions/presence.js";
import { TargetResolver } from "../minions/target-resolver.js";
import { Redactor } from "../redaction/redactor.js";
import { SecretValues } from "../redaction/secret-values.js";
import { Counters } from "../status/counters.js";
import { HandClock, settle } from "../testing/hand-clock.js";
import { Jobs } from "./job-service.js";
import { Probes } from "./probes.js";
import type { Publisher } from "./publisher.js";

let clock: HandClock;
let store: Store;
let events: EventBus;
let published: { load: ValueMap; minions: readonly string[]; storedBefore: boolean }[];
let probes: Probes;
let jobs: Jobs;
let onPublish: (load: ValueMap) => Promise<void>;

const request = {
  target: { type: "glob", expression: "web*" } as const,
  fun: "test.ping",
  arg: encode([]),
  user: "ada",
};

function makeJobs(): Jobs {
  const publisher = {
    publish: async (load: ValueMap, minions: readonly string[]) => {
      const jid = String(load.get("jid"));
      published.push({ load, minions, storedBefore: (await store.jobs.get(jid)) !== undefined });
      await onPublish(load);
    },
  } as unknown as Publisher;
  const jids = new JidSource(() => clock.nowMicros());
  probes = new Probes(publisher, jids);
  return new Jobs({
    config: { timeoutS: 5, gatherTimeoutS: 10, keepS: 86_400, keepBytes: 0, uniqueJid: false },
    clock,
    jids,
    store,
    publisher,
    probes,
    events,
    presence: new Presence(clock, false),
    grace: { wait: () => Promise.resolve() },
    targets: new TargetResolver({
      acceptedMinions: () => Promise.resolve(["db1", "web1", "web2"]),
      data: new MinionData({ store: store.minions, clock, on: true }),
      nodegroups: new Map([["front", "web* and not G@role:spare"]]),
      range: null,
    }),
    redactor: new Redactor(["shadow.*"], new SecretValues(), new Counters()),
    log: pino({ level: "silent" }),
  });
}

beforeEach(() => {
  clock = new HandClock();
  store = memoryStore();
  events = new EventBus(clock, 1000);
  published = [];
  onPublish = () => Promise.resolve();
  jobs = makeJobs();
});

const answer = (jid: string, minion: string, value: Value = true) =>
  jobs.addReturn(
    { jid, minion, value: encode(value), retcode: 0, success: true, out: null, returnedAt: clock.now() },
    () => ({
      jid,
      minions: [minion],
      missing: [],
      target: { type: "glob", expression: minion },
      fun: "test.ping",
      arg: encode([]),
      user: "root",
      metadata: null,
      startedAt: clock.now(),
    }),
  );

test("a job is stored before it is published, to the minions that match", async () => {
  const job = await jobs.publish(request);

  expect(job).toMatchObject({ minions: ["web1", "web2"], missing: [] });
  expect(published).toHaveLength(1);
  expect(published[0]).toMatchObject({ minions: ["web1", "web2"], storedBefore: true });
  const { load } = published[0] ?? { load: new Map() };
  expect(Object.fromEntries(load)).toEqual({
    tgt_type: "glob",
    fun: "test.ping",
    arg: [],
    tgt: "web*",
    jid: job.jid,
    ret: "",
    user: "ada",
  });
});

test("a target that matches nobody is an error, and nothing is stored or sent", async () => {
  await expect(jobs.publish({ ...request, target: { type: "glob", expression: "nobody" } })).rejects.toMatchObject({
    code: "no-minions-matched",
  });

  expect(published).toEqual([]);
  expect((await jobs.list({ limit: 10 })).jobs).toEqual([]);
});

test("minions are sent a nodegroup as the compound expression that it stands for", async () => {
  const { jid } = await jobs.publish({ ...request, target: { type: "nodegroup", expression: "front" } });

  expect(published[0]?.load.get("tgt_type")).toBe("compound");
  expect(published[0]?.load.get("tgt")).toBe("web* and not G@role:spare");
  expect((await jobs.get(jid))?.target).toEqual({ type: "nodegroup", expression: "front" });
});

test("a delimiter goes out with the job, and only when it is not the usual one", async () => {
  const target = { type: "grain", expression: "os|x", delimiter: "|" } as const;
  await jobs.publish({ ...request, target });
  await jobs.publish({ ...request, target: { type: "grain", expression: "os:x", delimiter: ":" } });

  expect(published.map(({ load }) => load.get("delimiter"))).toEqual(["|", undefined]);
});

test("an unknown nodegroup is an error of its own, and nothing is sent", async () => {
  await expect(
    jobs.publish({ ...request, target: { type: "compound", expression: "web* and N@nope" } }),
  ).rejects.toMatchObject({ code: "unknown-nodegroup" });
  expect(published).toEqual([]);
});

test("a broken pattern is an error that says why", async () => {
  await expect(jobs.publish({ ...request, target: { type: "pcre", expression: "web(" } })).rejects.toMatchObject({
    code: "invalid-target",
  });
});

test("the bus sees the job before it leaves, as from a stock master", async () => {
  const seen: string[] = [];
  const controller = new AbortController();
  const watching = (async () => {
    for await (const event of events.watch({}, controller.signal)) {
      if ("gap" in event) continue;
      const data = decode(event.data);
      seen.push(`${event.tag} ${data.ok && isMap(data.value) ? [...data.value.keys()].join(",") : ""}`);
    }
  })();

  const { jid } = await jobs.publish(request);
  await settle();
  controller.abort();
  await watching;

  expect(seen).toEqual([
    `${jid} minions,_stamp`,
    `salt/job/${jid}/new jid,tgt_type,tgt,user,fun,arg,minions,missing,_stamp`,
  ]);
});

test("an answer that comes before the publish call is done counts", async () => {
  onPublish = async (load) => {
    await answer(String(load.get("jid")), "web1");
    await answer(String(load.get("jid")), "web2");
  };

  const { jid } = await jobs.publish(request);

  expect(await jobs.get(jid)).toMatchObject({ state: "succeeded" });
});

test("a follower sees answers as they arrive, and the end", async () => {
  const { jid } = await jobs.publish(request);
  const seen: JobUpdate[] = [];
  const following = (async () => {
    for await (const update of jobs.follow(jid, new AbortController().signal)) seen.push(update);
  })();

  await answer(jid, "web2");
  await settle();
  expect(seen.map((update) => (update.kind === "result" ? update.result.minion : update.kind))).toEqual([
    "published",
    "web2",
  ]);
  await answer(jid, "web1");
  await following;

  expect(seen.at(-1)).toEqual({ kind: "end", state: "succeeded" });
});

test("an answer after the job was given up joins it and is late", async () => {
  const { jid } = await jobs.publish(request);
  await answer(jid, "web1");
  await clock.advance(15_000);
  expect(await jobs.get(jid)).toMatchObject({
    state: "partial",
    results: [{ outcome: "returned" }, { outcome: "offline" }],
  });

  expect(await answer(jid, "web2")).toBe("stored");

  const job = await jobs.get(jid);
  expect(job?.results[1]).toMatchObject({ minion: "web2", outcome: "returned", late: true });
  expect(job?.results[0]).toMatchObject({ late: false });
});

test("the same answer twice is recognised, another one does not replace it", async () => {
  const { jid } = await jobs.publish(request);

  expect([await answer(jid, "web1"), await answer(jid, "web1"), await answer(jid, "web1", "other")]).toEqual([
    "stored",
    "same",
    "different",
  ]);
  const value = (await jobs.get(jid))?.results[0]?.value;
  expect(value && decode(value)).toEqual({ ok: true, value: true });
});

test("find_job is asked of the silent, and its answers are nobody's result", async () => {
  const { jid } = await jobs.publish(request);
  await answer(jid, "web1");
  await clock.advance(5000);

  const probe = published.at(-1)?.load;
  expect(probe && Object.fromEntries(probe)).toMatchObject({
    fun: "saltutil.find_job",
    arg: [jid],
    tgt: ["web2"],
    tgt_type: "list",
  });
  const running = encode(new Map<Value, Value>([["pid", 42]]));
  expect(probes.take(String(probe?.get("jid")), "web2", running)).toBe(true);
  await settle();

  expect((await jobs.get(jid))?.results[1]).toMatchObject({ outcome: "running", confirmedAt: clock.now() });
  expect((await jobs.list({ limit: 10 })).jobs).toHaveLength(1);
});

test("what a minion ran by itself becomes a job of its own", async () => {
  const jid = "20200101000000000000";

  expect(await answer(jid, "db1")).toBe("stored");

  expect(await jobs.get(jid)).toMatchObject({ minions: ["db1"], state: "succeeded", results: [{ late: false }] });
});

test("a restarted daemon goes on with open jobs", async () => {
  const { jid } = await jobs.publish(request);
  await answer(jid, "web1");
  jobs.close();

  jobs = makeJobs();
  await jobs.resume();
  expect(await jobs.get(jid)).toMatchObject({ state: "running" });
  await clock.advance(15_000);
  expect(published.at(-1)?.load.get("fun")).toBe("saltutil.find_job");
  expect(published.at(-1)?.minions).toEqual(["web2"]);
  await answer(jid, "web2");

  expect(await jobs.get(jid)).toMatchObject({ state: "succeeded" });
});

test("while it stops, nothing new is taken", async () => {
  jobs.close();

  await expect(jobs.publish(request)).rejects.toMatchObject({ code: "shutting-down" });
});

test("a job with secrets goes out with them, is kept and told without them, and its caller sees what came", async () => {
  const told: string[] = [];
  const watching = new AbortController();
  const seen = (async () => {
    for await (const event of events.watch({}, watching.signal))
      told.push("data" in event ? Buffer.from(event.data).toString("latin1") : "");
  })();
  const { jid } = await jobs.publish({
    ...request,
    target: { type: "list", expression: ["web1"] },
    fun: "shadow.gen_password",
    arg: encode(["canary"]),
  });
  expect(published[0]?.load.get("arg")).toEqual(["canary"]);
  const updates: unknown[] = [];
  const following = (async () => {
    for await (const update of jobs.follow(jid, new AbortController().signal))
      if (update.kind === "result") updates.push(update.result.value && Buffer.from(update.result.value).toString());
  })();
  await settle();
  await jobs.addReturn(
    {
      jid,
      minion: "web1",
      value: encode("**redacted**"),
      retcode: 0,
      success: true,
      out: null,
      returnedAt: clock.now(),
    },
    null,
    encode("$6$canary"),
  );
  await following;
  watching.abort();
  await seen;

  expect(updates.at(-1)).toContain("$6$canary");
  expect(
    JSON.stringify(await store.jobs.get(jid), (_, one) =>
      one instanceof Uint8Array ? Buffer.from(one).toString("latin1") : one,
    ),
  ).not.toContain("canary");
  expect(told.join()).not.toContain("canary");
  await jobs.resend(jid);
  expect(published.filter(({ load }) => load.get("jid") === jid)).toHaveLength(1);
});
