import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { aRun } from "../testing/fake-schedules.js";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

const weekly = { function: "jobs.active", cron: "0 3 * * 0" };
const add = (name = "weekly", settings: object = weekly) =>
  rest.call({ method: "POST", url: "/v1/schedules", payload: { name, settings } });

describe("schedules", () => {
  test("are listed by name in pages, with their next times", async () => {
    await add();
    const first = (await rest.call({ url: "/v1/schedules?limit=1" })).json<{ items: unknown[]; nextCursor: string }>();
    const second = await rest.call({ url: `/v1/schedules?limit=1&cursor=${first.nextCursor}` });

    expect(first.items).toMatchObject([
      {
        name: "nightly",
        origin: "config",
        settings: { function: "jobs.active", cron: "0 3 * * *" },
        next: [{ at: "2027-01-15T08:00:00.000Z", skipped: null }],
        lastRun: null,
      },
    ]);
    expect(second.json()).toMatchObject({ items: [{ name: "weekly" }], nextCursor: null });
  });

  test("are added once, where the answer says", async () => {
    const added = await add("a b");
    const again = await add("a b");

    expect(added.statusCode).toBe(201);
    expect(added.headers["location"]).toBe("/v1/schedules/a%20b");
    expect((await rest.call({ url: "/v1/schedules/a%20b" })).json()).toMatchObject({ name: "a b", settings: weekly });
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, "schedule-exists"]);
  });

  test("that cannot be used are refused with what is wrong", async () => {
    const refused = await add("weekly", {});

    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ code: "invalid-schedule", detail: expect.stringContaining("`function`") });
  });

  test.each([
    [{ settings: { args: [2 ** 60] } }, "beyond 2^53"],
    [{ settings: { args: JSON.parse("[".repeat(50) + "]".repeat(50)) as unknown } }, "nested"],
    [{}, "neither"],
    [{ other: 1 }, "additional"],
  ])("a body such as %j is refused", async (payload, message) => {
    const refused = await rest.call({ method: "PUT", url: "/v1/schedules/nightly", payload });

    expect(refused.statusCode).toBe(400);
    expect(refused.json<{ detail: string }>().detail).toContain(message);
  });

  test("are changed and deleted only as they were read", async () => {
    const etag = String((await add()).headers["etag"]);
    const put = (ifMatch: string) =>
      rest.call({
        method: "PUT",
        url: "/v1/schedules/weekly",
        payload: { settings: { ...weekly, splay: 60 } },
        headers: { "if-match": ifMatch },
      });
    const remove = (ifMatch: string) =>
      rest.call({ method: "DELETE", url: "/v1/schedules/weekly", headers: { "if-match": ifMatch } });

    const changed = await put(etag);
    expect(changed.statusCode).toBe(200);
    expect(changed.headers["etag"]).not.toBe(etag);
    for (const stale of [await put(etag), await remove(etag)]) {
      expect([stale.statusCode, stale.json<{ code: string }>().code]).toEqual([412, "schedule-changed"]);
    }
    expect((await remove(String(changed.headers["etag"]))).statusCode).toBe(204);
    expect((await rest.call({ url: "/v1/schedules/weekly" })).statusCode).toBe(404);
  });

  test("of the config can be disabled here, and nothing else", async () => {
    const put = (payload: object) => rest.call({ method: "PUT", url: "/v1/schedules/nightly", payload });

    expect((await put({ enabled: false })).json()).toMatchObject({ enabled: false });
    expect((await put({ settings: weekly })).json()).toMatchObject({ code: "schedule-in-config" });
    expect((await rest.call({ method: "DELETE", url: "/v1/schedules/nightly" })).statusCode).toBe(409);
  });

  test("are started by hand", async () => {
    const started = await rest.call({ method: "POST", url: "/v1/schedules/nightly/run" });

    expect(started.statusCode).toBe(202);
    expect(started.json()).toMatchObject({ id: "1", outcome: "running", cause: "asked", endedAt: null });
    expect((await rest.call({ method: "POST", url: "/v1/schedules/none/run" })).statusCode).toBe(404);
  });

  test("have a history in pages, newest first", async () => {
    rest.services.schedules.runs = ["1", "2", "3"].map((id) => aRun("nightly", id));
    const url = "/v1/schedules/nightly/runs?limit=2";
    const first = (await rest.call({ url })).json<{ items: { id: string }[]; nextCursor: string }>();
    const second = await rest.call({ url: `${url}&cursor=${first.nextCursor}` });

    expect(first.items.map(({ id }) => id)).toEqual(["3", "2"]);
    expect(second.json()).toMatchObject({ items: [{ id: "1" }], nextCursor: null });
  });
});
