import type { BusEvent } from "@salina/api";
import type { NewJob, NewReturn, ReturnVerdict } from "@salina/store";
import { decode, encode, isMap, JidSource, type Value, type ValueMap } from "@salina/wire";
import pino from "pino";
import { beforeEach, expect, test } from "vitest";
import { EventBus } from "../events/event-bus.js";
import type { Jobs } from "../jobs/job-service.js";
import type { Probes } from "../jobs/probes.js";
import { Redactor } from "../redaction/redactor.js";
import { SecretValues } from "../redaction/secret-values.js";
import { Counters } from "../status/counters.js";
import { HandClock } from "../testing/hand-clock.js";
import { type Requester, served } from "./minion-request.js";
import { returnRequest } from "./return.js";

const jid = "20261123014433032555";
const web1: Requester = {
  id: "web1",
  era: 2,
  proven: false,
  publicKey: null,
  nonce: null,
  encryption: "OAEP-SHA1",
  signature: "PKCS1v15-SHA1",
};

let stored: { answer: Omit<NewReturn, "late">; standalone: NewJob | undefined }[];
let verdict: ReturnVerdict | Error;
let probed: string[];
let heard: string[];
let events: EventBus;
let counters: Counters;

beforeEach(() => {
  stored = [];
  verdict = "stored";
  probed = [];
  heard = [];
  events = new EventBus(new HandClock(), 100);
  counters = new Counters();
});

const ownRun = "20261123014433000009";
let masterId: string;
beforeEach(() => {
  masterId = "box_master";
});

function serve(load: ValueMap) {
  const clock = new HandClock();
  const jobs = {
    addReturn: (answer: Omit<NewReturn, "late">, standalone: (() => NewJob) | null) => {
      if (verdict instanceof Error) return Promise.reject(verdict);
      stored.push({ answer, standalone: standalone?.() });
      return Promise.resolve(verdict);
    },
    isOwn: (asked: string) => Promise.resolve(asked === ownRun),
    isAsked: (asked: string) => asked === jid,
  } as unknown as Jobs;
  const probes = {
    take: (asked: string, minion: string) => asked === "20261123014433000000" && probed.push(minion) > 0,
  } as unknown as Probes;
  const request = served(
    returnRequest({
      clock,
      masterId,
      jids: new JidSource(() => clock.nowMicros()),
      jobs,
      probes,
      presence: { heard: (minion) => void heard.push(minion) },
      events,
      counters,
      redactor: new Redactor(["shadow.*"], new SecretValues(), counters),
      log: pino({ level: "silent" }),
    }),
  );
  return request.serve(load, encode(load), web1);
}

const aReturn = (changes: [Value, Value][] = []) =>
  new Map<Value, Value>([
    ["cmd", "_return"],
    ["id", "web1"],
    ["jid", jid],
    ["fun", "test.ping"],
    ["fun_args", []],
    ["return", true],
    ["retcode", 0],
    ["success", true],
    ["user", "root"],
    ["nonce", "ccd8d020dddd4d938e7fe86cef8a4997"],
    ["tok", Buffer.from("secret token")],
    ...changes,
  ]);

async function eventsSoFar(): Promise<BusEvent[]> {
  const controller = new AbortController();
  const seen: BusEvent[] = [];
  setImmediate(() => controller.abort());
  for await (const event of events.watch({ afterSeq: 0 }, controller.signal)) if (!("gap" in event)) seen.push(event);
  return seen;
}

test("a minion that has the master's id cannot answer for the master's own runs", async () => {
  masterId = "web1";
  await serve(aReturn([["jid", ownRun]]));
  expect(stored).toEqual([]);
  expect(counters.get("return.not-asked")).toBe(1);

  await serve(aReturn());
  expect(stored).toHaveLength(1);
});

test("a return is stored to the byte, answered, and fired with the whole load but without what the transport put in", async () => {
  const value = new Map<Value, Value>([
    [1, "one"],
    ["big", 2n ** 63n],
  ]);

  expect(await serve(aReturn([["return", value]]))).toEqual({ ok: true, value: { kind: "sealed", value: null } });

  expect(stored[0]?.answer).toMatchObject({ jid, minion: "web1", retcode: 0, success: true, out: null });
  expect(Buffer.from(stored[0]?.answer.value ?? [])).toEqual(Buffer.from(encode(value)));
  const [event] = await eventsSoFar();
  const data = decode(event?.data ?? new Uint8Array());
  expect(event?.tag).toBe(`salt/job/${jid}/ret/web1`);
  expect(data.ok && isMap(data.value) && [...data.value.keys()]).toEqual([
    "cmd",
    "id",
    "jid",
    "fun",
    "fun_args",
    "return",
    "retcode",
    "success",
    "user",
    "_stamp",
  ]);
});

test("the same return again gets the same answer and fires nothing", async () => {
  verdict = "same";

  expect(await serve(aReturn())).toEqual({ ok: true, value: { kind: "sealed", value: null } });

  expect(await eventsSoFar()).toEqual([]);
});

test("a return that cannot be stored gets no answer, so that the minion sends it again", async () => {
  verdict = new Error("disk full");

  expect(await serve(aReturn())).toEqual({ ok: true, value: { kind: "silence" } });

  expect(counters.get("return.not-stored")).toBe(1);
  expect(await eventsSoFar()).toEqual([]);
});

test("an answer to find_job goes to the one who asked, and is nobody's result", async () => {
  await serve(aReturn([["jid", "20261123014433000000"]]));

  expect(probed).toEqual(["web1"]);
  expect(heard).toEqual(["web1"]);
  expect(stored).toEqual([]);
});

test("a return of a job that the minion ran by itself gets a job id", async () => {
  await serve(aReturn([["jid", "req"]]));

  expect(stored[0]?.answer.jid).toMatch(/^\d{20}$/);
  expect(stored[0]?.standalone).toMatchObject({ minions: ["web1"], fun: "test.ping", user: "root" });
});

test.each<[string, Value, Value, number | null, boolean | null]>([
  [
    "a map of functions",
    new Map([
      ["a.b", 0],
      ["c.d", 3],
    ]),
    new Map([
      ["a.b", true],
      ["c.d", false],
    ]),
    3,
    false,
  ],
  ["lists", [0, 0], [true, true], 0, true],
  ["nothing", null, null, null, null],
])("the retcode of a compound job is the largest: %s", async (_what, retcode, success, expected, allGood) => {
  await serve(
    aReturn([
      ["retcode", retcode],
      ["success", success],
    ]),
  );

  expect(stored[0]?.answer).toMatchObject({ retcode: expected, success: allGood });
});

test("the id is the requester's, whatever the load says", async () => {
  await serve(aReturn([["id", "victim"]]));

  expect(stored[0]?.answer.minion).toBe("web1");
});

test.each<[string, Value]>([
  ["jid", null],
  ["jid", 20261123014433032555n],
  ["jid", "../../etc/passwd"],
  ["jid", "2026"],
  ["fun", null],
  ["fun", [1]],
  ["out", "../highstate"],
  ["out", 7],
])("a return whose %s is %s is refused", async (field, value) => {
  const answer = await serve(aReturn([[field, value]]));

  expect(answer.ok).toBe(false);
  expect(stored).toEqual([]);
});

test("a return without a value is refused", async () => {
  const load = aReturn();
  load.delete("return");

  expect((await serve(load)).ok).toBe(false);
});

test("an answer to a probe that a former daemon sent is acknowledged and makes no job", async () => {
  verdict = "unknown-job";

  const answered = await serve(aReturn([["fun", "saltutil.find_job"]]));

  expect(answered).toEqual({ ok: true, value: { kind: "sealed", value: null } });
  expect(stored[0]?.standalone).toBeUndefined();
  expect(await eventsSoFar()).toEqual([]);
});

test("a find_job that somebody ran on the minion itself is a job like any other", async () => {
  await serve(
    aReturn([
      ["fun", "saltutil.find_job"],
      ["jid", "req"],
    ]),
  );

  expect(stored[0]?.standalone?.fun).toBe("saltutil.find_job");
});

test("an answer to a job proves that publishes reach the minion, a job of its own does not", async () => {
  await serve(aReturn());
  expect(heard).toEqual(["web1"]);
  await serve(aReturn([["jid", "req"]]));
  expect(heard).toEqual(["web1"]);
});

test("of a function with secrets neither the result nor the arguments are stored or told", async () => {
  const told: string[] = [];
  const watching = new AbortController();
  const seen = (async () => {
    for await (const event of events.watch({}, watching.signal))
      told.push("data" in event ? Buffer.from(event.data).toString("latin1") : "");
  })();
  await serve(
    aReturn([
      ["fun", "shadow.gen_password"],
      ["fun_args", ["canary"]],
      ["return", "$6$canary"],
    ]),
  );
  await new Promise((resolve) => setImmediate(resolve));
  watching.abort();
  await seen;

  expect(Buffer.from(stored[0]?.answer.value ?? []).toString()).toContain("**redacted**");
  expect(Buffer.from(stored[0]?.standalone?.arg ?? []).toString("latin1")).not.toContain("canary");
  expect(told.length).toBeGreaterThan(0);
  expect(told.join()).not.toContain("canary");
});
