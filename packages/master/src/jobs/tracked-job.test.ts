import type { JobState, JobUpdate } from "@salina/api";
import type { NewOutcome } from "@salina/store";
import { beforeEach, describe, expect, test } from "vitest";
import { HandClock, settle } from "../testing/hand-clock.js";
import { TrackedJob } from "./tracked-job.js";

const jid = "20260101000000000000";
const timeoutMs = 5000;
const gatherTimeoutMs = 10_000;

let clock: HandClock;
let probed: string[][];
let recorded: NewOutcome[];
let updates: JobUpdate[];
let endings: JobState[];
let job: TrackedJob;

function track(minions: readonly string[]) {
  clock = new HandClock();
  probed = [];
  recorded = [];
  updates = [];
  endings = [];
  job = new TrackedJob(
    { job: { jid, minions, missing: [] }, timeoutMs, gatherTimeoutMs },
    {
      clock,
      probe: (asked) => {
        probed.push([...asked]);
        return Promise.resolve();
      },
      lastSeenAt: () => 1234,
      connected: () => null,
      record: (outcomes) => recorded.push(...outcomes),
      ended: (state) => endings.push(state),
    },
  );
  job.follow((update) => updates.push(update));
  job.start();
}

function answer(minion: string, retcode = 0) {
  job.returned({
    jid,
    minion,
    value: Uint8Array.of(0xc3),
    retcode,
    success: retcode === 0,
    out: null,
    late: false,
    returnedAt: clock.now(),
  });
}

const outcomes = () => Object.fromEntries(job.results().map(({ minion, outcome }) => [minion, outcome]));
const ended = () => updates.filter(({ kind }) => kind === "end").length;

describe("a job", () => {
  beforeEach(() => track(["a", "b"]));

  test("ends as soon as every minion has returned, and asks nobody", () => {
    answer("a");
    expect(ended()).toBe(0);
    answer("b");

    expect(job.state).toBe("succeeded");
    expect(ended()).toBe(1);
    expect(probed).toEqual([]);
  });

  test("with another retcode than 0 has failed there", () => {
    answer("a");
    answer("b", 3);

    expect(outcomes()).toEqual({ a: "returned", b: "failed" });
    expect(job.state).toBe("partial");
  });

  test("asks the silent minions, and only them, after the timeout", async () => {
    answer("a");

    await clock.advance(timeoutMs - 1);
    expect(probed).toEqual([]);
    await clock.advance(1);
    expect(probed).toEqual([["b"]]);
  });

  test("a minion that says nothing at all is offline, with the time it was last seen", async () => {
    answer("a");
    await clock.advance(timeoutMs + gatherTimeoutMs);

    expect(outcomes()).toEqual({ a: "returned", b: "offline" });
    expect(recorded.at(-1)).toMatchObject({ minion: "b", outcome: "offline", lastSeenAt: 1234 });
    expect(job.state).toBe("partial");
    expect(ended()).toBe(1);
  });

  test("a minion that answers but neither runs nor has returned the job has lost it", async () => {
    answer("a");
    await clock.advance(timeoutMs);
    job.denied("b");
    await clock.advance(gatherTimeoutMs);

    expect(outcomes()).toEqual({ a: "returned", b: "lost" });
  });

  test("a return that crosses the denial counts", async () => {
    answer("a");
    await clock.advance(timeoutMs);
    job.denied("b");
    answer("b");

    expect(job.state).toBe("succeeded");
  });

  test("a minion that confirms is waited for without limit, and asked again and again", async () => {
    answer("a");
    for (let round = 1; round <= 20; round++) {
      await clock.advance(timeoutMs);
      expect(probed).toHaveLength(round);
      job.confirmed("b");
      await settle();
      expect(outcomes()["b"]).toBe("running");
    }
    answer("b");

    expect(job.state).toBe("succeeded");
  });

  test("while one still runs it, an offline one is asked again and may come back", async () => {
    await clock.advance(timeoutMs);
    job.confirmed("a");
    await clock.advance(gatherTimeoutMs);
    expect(outcomes()).toEqual({ a: "running", b: "offline" });

    await clock.advance(timeoutMs);
    expect(probed.at(-1)).toEqual(["a", "b"]);
    job.confirmed("a");
    job.confirmed("b");
    answer("b");
    answer("a");

    expect(job.state).toBe("succeeded");
  });

  test("the first answer counts, a second changes nothing", () => {
    answer("a");
    answer("a", 1);

    expect(outcomes()["a"]).toBe("returned");
    expect(updates.filter((update) => update.kind === "result" && update.result.minion === "a")).toHaveLength(1);
  });

  test("an answer of a minion that was not targeted is kept and does not end the job", () => {
    answer("stranger");

    expect(outcomes()["stranger"]).toBe("returned");
    expect(job.state).toBe("running");
  });

  test("what a minion says that was not targeted does not decide what became of the job", () => {
    answer("stranger", 1);
    answer("a");
    answer("b");

    expect(job.state).toBe("succeeded");
  });

  test("all of whose minions answer before the first wait begins ends once", () => {
    answer("a");
    answer("b");
    job.start();

    expect(endings).toEqual(["succeeded"]);
  });

  test("a follower who comes late sees everything so far", () => {
    answer("a");
    answer("b");
    const late: JobUpdate[] = [];
    job.follow((update) => late.push(update));

    expect(late.map(({ kind }) => kind)).toEqual(["published", "result", "result", "end"]);
  });
});
