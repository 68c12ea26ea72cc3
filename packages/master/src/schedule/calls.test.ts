import { type Job, type JobRequest, noMinionsMatched, type RunnerRequest, runnerFailed } from "@salina/api";
import { decode, encode, toJson } from "@salina/wire";
import { expect, test } from "vitest";
import { result } from "../runners/testing/runner-bench.js";
import { scheduledCalls } from "./calls.js";
import { anEntry } from "./testing/an-entry.js";

function bench(results: Job["results"] = [], missing: readonly string[] = []) {
  const asked: (JobRequest | RunnerRequest)[] = [];
  const calls = scheduledCalls({
    runners: {
      start: (request) => {
        asked.push(request);
        const reason = request.fun === "jobs.fails" ? runnerFailed({ fun: request.fun, reason: "no" }) : null;
        const retcode = request.fun === "jobs.half" ? 3 : 0;
        const ended = Promise.resolve({ value: encode(null), success: reason === null, retcode, error: reason });
        return Promise.resolve({ jid: "1", seq: 1, ended });
      },
    },
    jobs: {
      publish: (request) => {
        asked.push(request);
        if (request.target.expression === "nobody") return Promise.reject(noMinionsMatched({ target: "nobody" }));
        return Promise.resolve({ jid: "2", minions: [], missing });
      },
      async *follow() {
        await Promise.resolve();
        yield { kind: "end", state: "partial" };
      },
      get: (jid) => Promise.resolve(jid === "2" ? ({ results, missing } as unknown as Job) : undefined),
    },
    stopping: new AbortController().signal,
  });
  const jids: string[] = [];
  const run = (settings: object) =>
    calls.run("nightly", anEntry({ hours: 1, ...settings }).call, (jid) => jids.push(jid));
  return { asked, calls, run, jids };
}
const opened = (packed: Uint8Array | undefined) => {
  const read = decode(packed ?? new Uint8Array());
  return read.ok ? toJson(read.value) : null;
};

test("a runner is called by the user Schedule, with its arguments", async () => {
  const { asked, run, jids } = bench();
  expect(await run({ args: ["a"], kwargs: { b: 1 } })).toEqual({ ok: true, reason: null, minions: [] });
  expect([asked[0]?.fun, asked[0]?.user, opened(asked[0]?.arg)]).toEqual([
    "jobs.active",
    "Schedule",
    ["a", { b: 1, __kwarg__: true }],
  ]);
  expect(jids).toEqual(["1"]);
});

test.each([
  ["jobs.fails", "runner-failed: Exception occurred in runner jobs.fails: no"],
  ["jobs.half", "the runner ended with retcode 3"],
])("%s is a failure: %s", async (fun, reason) => {
  expect(await bench().run({ function: fun })).toMatchObject({ ok: false, reason });
});

test("a function of minions is a job that carries the schedule's name", async () => {
  const { asked, run, jids } = bench([result("web1", true)]);
  expect(await run({ function: "x.y", target: "web*", metadata: { t: 1 } })).toMatchObject({ ok: true });
  const request = asked[0] as JobRequest;
  expect(request).toMatchObject({ target: { type: "glob", expression: "web*" }, fun: "x.y", user: "Schedule" });
  expect(opened(request.metadata)).toEqual({ t: 1, schedule: "nightly" });
  expect(jids).toEqual(["2"]);
});

test("each minion that did not return 0 is named", async () => {
  const results = [
    result("web1", true),
    result("web2", undefined),
    result("web3", "no", { outcome: "failed", retcode: 2, success: false }),
  ];
  expect(await bench(results, ["web4"]).run({ function: "x.y", target: "*" })).toEqual({
    ok: false,
    reason: "web2 is offline, web3 failed (retcode 2), web4 has no accepted key",
    minions: ["web2", "web3", "web4"],
  });
});

test("a reason is one line, and so many minions are named", async () => {
  const all = Array.from({ length: 1500 }, (_, n) => result(`web${n}`, undefined));
  const { reason, minions } = await bench(all).run({ function: "x.y", target: "*" });
  expect([minions.length, reason?.endsWith(", 1490 more")]).toEqual([1000, true]);
  const odd = await bench([result("web1\u0000\n", undefined)]).run({ function: "x.y", target: "*" });
  expect(odd.reason).toBe("web1  is offline");
});

test("no minion at all is a failure, and so is a job record that is gone", async () => {
  const { calls, run } = bench();
  expect(await run({ function: "x.y", target: "nobody" })).toMatchObject({
    ok: false,
    reason: expect.stringContaining("no-minions-matched"),
  });
  expect(await calls.rejoin("9")).toMatchObject({ ok: false, reason: "its job record is gone" });
});
