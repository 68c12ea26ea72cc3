import { decode, Float } from "@salina/wire";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../schemas/job.js";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

const ping = { target: "*", function: "test.ping" };
const post = (payload: object | string, headers: Record<string, string> = {}, query = "") =>
  rest.call({
    method: "POST",
    url: `/v1/jobs${query}`,
    payload,
    headers: { "content-type": "application/json", ...headers },
  });
/** Lets everything run that can run without a timer. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 1000) throw new Error("it did not come to that");
    await settle();
  }
}
const packed = () => {
  const [request] = rest.services.published;
  const value = decode(request?.arg ?? new Uint8Array());
  return value.ok ? value.value : undefined;
};

describe("a job is started", () => {
  test("with 202, and where to ask for it", async () => {
    const response = await post({
      target: "*",
      function: "test.arg",
      args: ["a"],
      kwargs: { k: 1 },
      metadata: { ticket: "X-1" },
    });

    const { jid } = response.json<Job>();
    expect(response.statusCode).toBe(202);
    expect(response.headers["location"]).toBe(`/v1/jobs/${jid}`);
    expect(response.json()).toEqual({
      jid,
      state: "running",
      function: "test.arg",
      user: "alice",
      target: "*",
      targetType: "glob",
      startedAt: "2027-01-15T08:00:00.000Z",
      endedAt: null,
      minions: ["web1", "web2"],
      missing: [],
      links: { self: `/v1/jobs/${jid}`, returns: `/v1/jobs/${jid}/returns` },
      steps: [{ function: "test.arg", args: ["a"], kwargs: { k: 1 } }],
      metadata: { ticket: "X-1" },
      counts: { expected: 2, returned: 0, failed: 0, running: 2, offline: 0, lost: 0 },
      returns: [
        { minion: "web1", outcome: "running", late: false },
        { minion: "web2", outcome: "running", late: false },
      ],
    });
  });

  test.each([
    ["grainPcre", "grain_pcre"],
    ["pillarExact", "pillar_exact"],
    ["compound", "compound"],
    ["nodegroup", "nodegroup"],
    ["ipcidr", "ipcidr"],
  ])("for a target of type %s", async (targetType, type) => {
    const response = await post({ target: "*", targetType, delimiter: "|", function: "test.ping" });

    expect(rest.services.published[0]?.target).toEqual({ type, expression: "*", delimiter: "|" });
    expect(response.json()).toMatchObject({ target: "*", targetType, delimiter: "|" });
  });

  test("its arguments are Salt's: positional ones, then a map with __kwarg__", async () => {
    await post({ target: "*", function: "test.arg", args: [1, "x=y", null, { a: [true] }], kwargs: { k: 1.5 } });

    expect(packed()).toEqual([
      1,
      "x=y",
      null,
      new Map([["a", [true]]]),
      new Map<string, unknown>([
        ["k", 1.5],
        ["__kwarg__", true],
      ]),
    ]);
    expect(packed()).not.toContainEqual(new Float(1));
  });

  test("without keyword arguments there is no map", async () => {
    await post(ping);

    expect(packed()).toEqual([]);
  });

  test("several functions make a compound job", async () => {
    const response = await post({
      target: "*",
      steps: [{ function: "test.ping" }, { function: "test.arg", args: [1], kwargs: { a: 2 } }],
    });

    expect(rest.services.published[0]?.fun).toEqual(["test.ping", "test.arg"]);
    expect(packed()).toEqual([
      [],
      [
        1,
        new Map<string, unknown>([
          ["a", 2],
          ["__kwarg__", true],
        ]),
      ],
    ]);
    expect(response.json()).toMatchObject({
      function: "test.ping,test.arg",
      steps: [
        { function: "test.ping", args: [] },
        { args: [1], kwargs: { a: 2 } },
      ],
    });
  });

  test("times go on in milliseconds, returners with commas", async () => {
    await post({ ...ping, timeout: 1.5, gatherJobTimeout: 2, returners: ["redis", "local"] });

    expect(rest.services.published[0]).toMatchObject({
      timeoutMs: 1500,
      gatherTimeoutMs: 2000,
      returners: "redis,local",
    });
  });

  test.each([
    [
      ["web1", "web1", "web9"],
      ["web1", "web9"],
    ],
    ["web1, web9", ["web1", "web9"]],
  ])("a list target can be written as %j", async (target, expression) => {
    const response = await post({ target, targetType: "list", function: "test.ping" });

    expect(rest.services.published[0]?.target).toEqual({ type: "list", expression });
    expect(response.json()).toMatchObject({ minions: ["web1"], missing: ["web9"] });
  });

  test("a target without minions is 422", async () => {
    const response = await post({ target: "db*", function: "test.ping" });

    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ code: "no-minions-matched" });
  });

  test.each([
    ["a list of ids for a glob", { target: ["web1"], function: "test.ping" }, "/target"],
    ["an empty list", { target: ", ,", targetType: "list", function: "test.ping" }, "/target"],
    ["no function", { target: "*" }, "/function"],
    ["a function and steps", { target: "*", function: "test.ping", steps: [{ function: "test.ping" }] }, "/function"],
    ["a function without a module", { target: "*", function: "ping" }, "/function"],
    ["several functions in one text", { target: "*", function: "test.ping,cmd.run" }, "/function"],
    ["Salt's own keyword", { target: "*", function: "test.arg", kwargs: { __pub_user: "root" } }, "/kwargs/__pub_user"],
    [
      "the marker of keyword arguments",
      { target: "*", function: "test.arg", kwargs: { __kwarg__: false } },
      "/kwargs/__kwarg__",
    ],
    [
      "keyword arguments in disguise",
      { target: "*", function: "test.arg", args: [1, { __kwarg__: true, a: 1 }] },
      "/args/1",
    ],
    [
      "the same in a step",
      { target: "*", steps: [{ function: "test.arg", kwargs: { "__a/b": 1 } }] },
      "/steps/0/kwargs/__a~1b",
    ],
    ["a returner that is a path", { ...ping, returners: ["../x"] }, "/returners/0"],
    ["an endless wait", { ...ping, timeout: 1e9 }, "/timeout"],
    ["metadata that is no object", { ...ping, metadata: [1] }, "/metadata"],
    ["an option of another face", { ...ping, tgt: "*" }, "/tgt"],
  ])("%s is refused, and nothing is sent", async (_what, body, pointer) => {
    const response = await post(body);

    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: "validation", errors: [{ pointer }] });
    expect(rest.services.published).toEqual([]);
  });

  test.each([100, 10_000, 400_000])("arguments %d levels deep are refused, not a broken call stack", async (levels) => {
    const response = await post(
      `{"target":"*","function":"test.arg","args":${"[".repeat(levels)}${"]".repeat(levels)}}`,
    );

    expect(response.statusCode).toBe(400);
  });
});

describe("waiting", () => {
  test.each([
    ["a preference", { prefer: "wait=30" }, ""],
    ["a query field", {}, "?wait=30"],
  ])("by %s ends with the job, and answers 200", async (_what, headers, query) => {
    const answer = post(ping, headers, query);
    await until(() => rest.services.following === 1);
    const [jid = ""] = rest.services.stored.keys();
    rest.services.answer(jid, "web1", true);
    rest.services.answer(jid, "web2", "no", 3);
    const response = await answer;

    expect(response.statusCode).toBe(200);
    expect(response.headers["preference-applied"]).toBe("wait=30");
    expect(response.json()).toMatchObject({
      state: "partial",
      counts: { expected: 2, returned: 1, failed: 1, running: 0 },
      returns: [
        { minion: "web1", outcome: "returned", retcode: 0, success: true, value: true },
        { minion: "web2", outcome: "failed", retcode: 3, success: false, value: "no" },
      ],
    });
    expect(rest.timers.size).toBe(0);
  });

  test("ends with its time, and answers 202 with what there is", async () => {
    const answer = post(ping, {}, "?wait=1");
    await until(() => rest.timers.size === 1 && rest.services.following === 1);
    const [jid = ""] = rest.services.stored.keys();
    rest.services.answer(jid, "web1", true);
    rest.runTimers();
    const response = await answer;
    await settle();

    expect(response.statusCode).toBe(202);
    expect(response.json()).toMatchObject({ state: "running", counts: { returned: 1, running: 1 } });
    expect(rest.services.following).toBe(0);
  });

  test("ends when the master stops, so that it can", async () => {
    const stopping = testRest();
    const answer = stopping.call({ method: "POST", url: "/v1/jobs?wait=120", payload: ping });
    await until(() => stopping.services.following === 1);
    const closed = stopping.app.close();
    const response = await answer;
    await closed;

    expect(response.statusCode).toBe(202);
    expect(stopping.services.following).toBe(0);
  });

  test("is bounded for each caller: who finds no place gets 202 at once", async () => {
    const waiting = Array.from({ length: 50 }, () => post(ping, {}, "?wait=60"));
    await until(() => rest.services.following === 50);

    const more = await post(ping, {}, "?wait=60");
    const other = post(ping, { authorization: `Bearer ${"b".repeat(40)}` }, "?wait=60");
    await until(() => rest.services.following === 51);
    rest.runTimers();
    const all = await Promise.all([...waiting, other]);

    expect(more.statusCode).toBe(202);
    expect(all.map(({ statusCode }) => statusCode)).toEqual(Array(51).fill(202));
  });

  test("beyond 120 seconds is refused as a field", async () => {
    expect((await post(ping, {}, "?wait=121")).json()).toMatchObject({ errors: [{ pointer: "?wait" }] });
  });
});

describe("an idempotency key", () => {
  const headers = { "idempotency-key": "7b1f" };

  test("starts one job, however often it comes", async () => {
    const first = await post(ping, headers);
    const again = await post(ping, headers);

    expect(rest.services.published).toHaveLength(1);
    expect(again.statusCode).toBe(202);
    expect(again.json()).toEqual(first.json());
    expect(first.headers["idempotency-replayed"]).toBeUndefined();
    expect(again.headers["idempotency-replayed"]).toBe("true");
    expect(again.headers["location"]).toBe(first.headers["location"]);
  });

  test("with another body is refused", async () => {
    await post(ping, headers);
    const other = await post({ ...ping, target: "web1" }, headers);

    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: "idempotency-key-reused" });
  });

  test("belongs to its caller", async () => {
    await post(ping, headers);
    const other = await post(ping, { ...headers, authorization: `Bearer ${"b".repeat(40)}` });

    expect(other.headers["idempotency-replayed"]).toBeUndefined();
    expect(rest.services.published).toHaveLength(2);
  });

  test("is in conflict while the first request is being sent", async () => {
    let go: () => void = () => undefined;
    rest.services.beforePublish = () =>
      new Promise((resolve) => {
        go = resolve;
      });
    const first = post(ping, headers);
    await until(() => rest.services.published.length === 1);
    const second = await post(ping, headers);
    go();

    expect(second.statusCode).toBe(409);
    expect(second.json()).toMatchObject({ code: "conflict" });
    expect((await first).statusCode).toBe(202);
  });

  test("of a request that failed is free again", async () => {
    const failed = await post({ target: "db*", function: "test.ping" }, headers);
    const second = await post(ping, headers);

    expect([failed.statusCode, second.statusCode]).toEqual([422, 202]);
  });

  test("is forgotten after 24 hours", async () => {
    await post(ping, headers);
    rest.clock.now += 24 * 3600 * 1000 - 1;
    await post(ping, headers);
    rest.clock.now += 1;
    await post(ping, headers);

    expect(rest.services.published).toHaveLength(2);
  });
});
