import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

const start = (payload: object) => rest.call({ method: "POST", url: "/v1/runs", payload });
const code = (response: { json: () => unknown }) => (response.json() as { code: string }).code;

describe("runs of orchestrations", () => {
  test("are started, and shown with their steps, ended or not", async () => {
    const started = await start({ sls: ["deploy"], pillar: { version: 3 } });

    expect(started.statusCode).toBe(202);
    const { location } = started.headers;
    const shown = await rest.call({ url: String(location) });
    expect(shown.json()).toMatchObject({
      name: "deploy",
      state: "running",
      endedAt: null,
      steps: [
        { id: "one", ended: true, result: true, comment: "done", changes: { web1: true }, durationMs: 12 },
        { id: "two", ended: false, result: null, comment: null },
      ],
    });
  });

  test("are followed from how they are to their end", async () => {
    const jid = (await start({ sls: ["deploy"] })).json<{ jid: string }>().jid;
    const run = rest.services.orchestrations.runs.get(jid);
    if (run === undefined) throw new Error("no run");
    const [step] = run.steps;
    rest.services.orchestrations.updates = [
      { kind: "progress", step: "two", message: "waits for\nweb1" },
      ...(step === undefined ? [] : [{ kind: "step" as const, step }]),
      { kind: "end", run: { ...run, state: "succeeded", endedAt: 2_000 } },
    ];

    const response = await rest.call({ url: `/v1/runs/${jid}/events` });

    expect(response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    const events = response.body
      .trim()
      .split("\n\n")
      .map((text) => text.split("\n").map((line) => line.replace(/^(event|data): /, "")));
    expect(events.map(([name, data = ""]) => [name, JSON.parse(data) as unknown])).toEqual([
      ["run", (await rest.call({ url: `/v1/runs/${jid}` })).json()],
      ["progress", { step: "two", message: "waits for\nweb1" }],
      ["step", expect.objectContaining({ id: "one", ended: true, result: true })],
      ["end", expect.objectContaining({ jid, state: "succeeded", endedAt: "1970-01-01T00:00:02.000Z" })],
    ]);
    expect((await rest.call({ url: "/v1/runs/20260101000000000001/events" })).statusCode).toBe(404);
  });

  test("with destructive steps need the word that a preview gives", async () => {
    const refused = await start({ sls: ["wipe"] });
    const preview = (await rest.call({ method: "POST", url: "/v1/runs/preview", payload: { sls: ["wipe"] } })).json<{
      destructive: unknown[];
      confirm: string;
    }>();

    expect([refused.statusCode, code(refused)]).toEqual([409, "approval-needed"]);
    expect(preview.destructive).toEqual([{ id: "one", minions: ["web1"] }]);
    expect((await start({ sls: ["wipe"], confirm: preview.confirm })).statusCode).toBe(202);
  });

  test("are listed newest first, by state, in pages", async () => {
    await start({ sls: ["a"] });
    await start({ sls: ["b"] });
    const first = (await rest.call({ url: "/v1/runs?limit=1" })).json<{ items: unknown[]; nextCursor: string }>();

    expect(first.items).toMatchObject([{ name: "b" }]);
    expect((await rest.call({ url: `/v1/runs?limit=1&cursor=${first.nextCursor}` })).json()).toMatchObject({
      items: [{ name: "a" }],
      nextCursor: null,
    });
    expect((await rest.call({ url: "/v1/runs?state=failed" })).json()).toMatchObject({ items: [] });
  });

  test.each(["pause", "resume", "cancel", "retry"])("%s is done in the caller's name", async (order) => {
    const { location } = (await start({ sls: ["a"] })).headers;
    const done = await rest.call({ method: "POST", url: `${String(location)}/${order}`, payload: { step: "two" } });
    const unknown = await rest.call({ method: "POST", url: `/v1/runs/20200101000000000000/${order}`, payload: {} });

    expect(done.statusCode).toBe(200);
    expect(rest.services.orchestrations.said[0]).toContain(order);
    expect([unknown.statusCode, code(unknown)]).toEqual([404, "not-found"]);
  });

  test.each([
    [{}, "/sls"],
    [{ sls: [] }, "/sls"],
    [{ sls: "deploy" }, "/sls"],
    [{ sls: ["deploy"], pillar: [] }, "/pillar"],
    [{ sls: ["deploy"], other: 1 }, "/other"],
  ])("%j is refused, and the place is named", async (payload, pointer) => {
    const refused = await start(payload);

    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ code: "validation", errors: [{ pointer }] });
    expect(rest.services.orchestrations.orders).toEqual([]);
  });
});
