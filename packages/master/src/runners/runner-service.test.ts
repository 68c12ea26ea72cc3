import type { BusEvent } from "@salina/api";
import { memoryStore } from "@salina/store";
import { type Encodable, encode, JidSource, toValue } from "@salina/wire";
import pino from "pino";
import { expect, test } from "vitest";
import { followRunner } from "../callers/follow-runner.js";
import { EventBus } from "../events/event-bus.js";
import { MasterCalls } from "../functions/master-calls.js";
import type { Call } from "../functions/master-function.js";

import { HandClock } from "../testing/hand-clock.js";
import { runnerService } from "./runner-service.js";
import { plain } from "./testing/runner-bench.js";

function service(run: (call: Call) => Promise<Encodable>) {
  const clock = new HandClock();
  const store = memoryStore();
  const events = new EventBus(clock, 1000);
  const calls = new MasterCalls({
    jobs: store.jobs,
    clock,
    jids: new JidSource(() => 1_795_000_000_000_000n),
    masterId: "m_master",
  });
  const runners = { run: (_fun: string, _arg: unknown, call: Call) => run(call) };
  const made = runnerService({
    runners,
    calls,
    events,
    redactor: { call: (_fun, words) => words },
    log: pino({ level: "silent" }),
  });
  return { events, store, runners: made };
}

const request = { fun: "queue.insert", arg: encode(["todo", "a"]), user: "ann" };

async function eventsOf(events: EventBus): Promise<[string, unknown][]> {
  const found: [string, unknown][] = [];
  const stop = new AbortController();
  events.fire("end", new Map());
  for await (const event of events.watch({ afterSeq: 0 }, stop.signal)) {
    if ("gap" in event || event.tag === "end") break;
    found.push([event.tag, plain(event.data)]);
  }
  return found;
}

test("a run is told on the bus from its beginning to its end, and kept", async () => {
  const { events, runners, store } = service((call) => {
    call.progress(new Map([["message", "half"]]));
    return Promise.resolve(new Map([["retcode", 3]]));
  });
  const started = await runners.start(request);
  expect(await started.ended).toMatchObject({ success: true, retcode: 3, error: null });
  const { jid } = started;
  const about = { fun: "runner.queue.insert", jid, user: "ann", fun_args: ["todo", "a"], _stamp: expect.any(String) };
  expect(await eventsOf(events)).toEqual([
    [`salt/run/${jid}/new`, about],
    [`salt/run/${jid}/progress`, { message: "half", _stamp: expect.any(String) }],
    [`salt/run/${jid}/ret`, { ...about, return: { retcode: 3 }, success: true }],
  ]);
  expect(await store.jobs.get(jid)).toMatchObject({ fun: "runner.queue.insert", results: [{ retcode: 3 }] });
});

test("a runner that fails is kept as failed, with its reason", async () => {
  const { runners, store } = service(() => Promise.reject(new Error("no")));
  await expect(runners.run(request.fun, request.arg, "ann")).rejects.toThrow(
    "Exception occurred in runner queue.insert: no",
  );
  const [job] = (await store.jobs.list({ limit: 1 })).jobs;
  expect(job).toMatchObject({ fun: "runner.queue.insert", state: "failed" });
});

test("a runner that only reads leaves no record, unless nobody waits for it", async () => {
  const { runners, store } = service(() => Promise.resolve(1));
  await runners.run("manage.present", encode([]), "ann");
  expect((await store.jobs.list({ limit: 10 })).jobs).toEqual([]);
  const { ended, jid } = await runners.start({ ...request, fun: "manage.present", keep: true });
  await ended;
  expect(await store.jobs.get(jid)).toMatchObject({ fun: "runner.manage.present", state: "succeeded" });
});

test("the job id may be chosen: once, and if it is one", async () => {
  const { runners } = service(() => Promise.resolve(1));
  const jid = "20261123012550814006";
  expect((await runners.start({ ...request, jid })).jid).toBe(jid);
  await expect(runners.start({ ...request, jid })).rejects.toThrow("the job id is taken");
  await expect(runners.start({ ...request, jid: "../x" })).rejects.toThrow("no valid job id");
});

test("of a runner that is left out, the reason is said", async () => {
  const { runners } = service(() => Promise.resolve(1));
  await expect(runners.start({ ...request, fun: "manage.key_regen" })).rejects.toThrow(
    /not available: it deletes every key/,
  );
  await expect(runners.start({ ...request, fun: "no.such" })).rejects.toThrow("'no.such' is not available.");
});

test("who follows a runner sees its events as they come, then what it gives", async () => {
  const { events, runners } = service(async (call) => {
    call.progress(new Map([["n", 1]]));
    await Promise.resolve();
    call.progress(new Map([["n", 2]]));
    return "done";
  });
  const seen: unknown[] = [];
  const item = (event: BusEvent) => {
    seen.push((plain(event.data) as { n: number }).n);
    return Promise.resolve();
  };
  const packed = await followRunner({ runners, events }, request, item, new AbortController().signal);
  expect([plain(packed), seen]).toEqual(["done", [1, 2]]);
  expect(plain(encode(toValue("x")))).toBe("x");
});
