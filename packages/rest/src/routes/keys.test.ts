import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { key } from "../testing/fake-services.js";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

const patch = (id: string, state: string, headers: Record<string, string> = {}) =>
  rest.call({ method: "PATCH", url: `/v1/keys/${id}`, payload: { state }, headers });

describe("keys are listed", () => {
  test("by state and id, in pages", async () => {
    const first = (await rest.call({ url: "/v1/keys?limit=2" })).json<{ items: unknown[]; nextCursor: string }>();
    const second = await rest.call({ url: `/v1/keys?limit=2&cursor=${first.nextCursor}` });

    expect(first.items).toEqual([key("web1", "accepted"), key("web2", "accepted")]);
    expect(second.json()).toEqual({ items: [key("new1", "pending")], nextCursor: null });
  });

  test("of one state", async () => {
    expect((await rest.call({ url: "/v1/keys?state=pending" })).json()).toEqual({
      items: [key("new1", "pending")],
      nextCursor: null,
    });
  });
});

describe("one key", () => {
  test("has an entity tag that changes with its state", async () => {
    const before = await rest.call({ url: "/v1/keys/new1" });
    const after = await patch("new1", "accepted");

    expect(before.json()).toEqual(key("new1", "pending"));
    expect(after.json()).toEqual(key("new1", "accepted"));
    expect(before.headers["etag"]).toMatch(/^"[\w-]{22}"$/);
    expect(after.headers["etag"]).not.toBe(before.headers["etag"]);
  });

  test("of several the accepted one is meant, unless the state is said", async () => {
    rest.services.knownKeys.unshift(key("web1", "denied"));

    expect((await rest.call({ url: "/v1/keys/web1" })).json()).toMatchObject({ state: "accepted" });
    expect((await rest.call({ url: "/v1/keys/web1?state=denied" })).json()).toMatchObject({ state: "denied" });
  });

  test("with characters of globs in its id is meant to the letter", async () => {
    rest.services.knownKeys.push(key("w[e]b*", "pending"));

    expect((await rest.call({ url: `/v1/keys/${encodeURIComponent("w[e]b*")}` })).json()).toMatchObject({
      id: "w[e]b*",
    });
    expect((await rest.call({ url: "/v1/keys/w*" })).statusCode).toBe(404);
  });

  test("is accepted only as it was read: the change names its fingerprint", async () => {
    await patch("new1", "accepted");

    expect(rest.services.changes).toEqual([
      { action: "accept", keys: [{ id: "new1", state: "pending", fingerprint: key("new1", "pending").fingerprint }] },
    ]);
  });

  test("is not touched when If-Match does not fit", async () => {
    const etag = String((await rest.call({ url: "/v1/keys/new1" })).headers["etag"]);
    const wrong = await patch("new1", "accepted", { "if-match": '"other"' });
    const right = await patch("new1", "rejected", { "if-match": `"other", ${etag}` });

    expect(wrong.statusCode).toBe(412);
    expect(wrong.json()).toMatchObject({ code: "precondition-failed" });
    expect(right.json()).toMatchObject({ state: "rejected" });
  });

  test("that is in the wanted state stays as it is", async () => {
    expect((await patch("web1", "accepted")).statusCode).toBe(200);
    expect(rest.services.changes).toEqual([]);
  });

  test.each([
    ["gone", 404, "not-found"],
    ["changed", 412, "precondition-failed"],
    ["invalid-key", 422, "invalid-key"],
  ] as const)("that turns out to be %s is %d", async (reason, status, code) => {
    rest.services.changeResults = [{ id: "new1", state: "pending", done: false, reason }];

    const response = await patch("new1", "accepted");

    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code });
  });

  test.each(["pending", "denied", "deleted", ""])("cannot be made %j", async (state) => {
    expect((await patch("new1", state)).json()).toMatchObject({ code: "validation", errors: [{ pointer: "/state" }] });
  });
});

describe("deletion", () => {
  test("takes all keys of the id, and a new shared key where wanted", async () => {
    rest.services.knownKeys.push(key("web1", "denied"));

    const response = await rest.call({ method: "DELETE", url: "/v1/keys/web1?revoke=false" });
    const again = await rest.call({ method: "DELETE", url: "/v1/keys/web1" });

    expect([response.statusCode, response.body]).toEqual([204, ""]);
    expect(rest.services.changes).toMatchObject([
      { action: "delete", keys: [{ state: "accepted" }, { state: "denied" }], rotateAesKey: false },
    ]);
    expect(again.statusCode).toBe(404);
  });

  test("takes only the key of the state that is said", async () => {
    rest.services.knownKeys.push(key("web1", "denied"));

    await rest.call({ method: "DELETE", url: "/v1/keys/web1?state=denied" });

    expect((await rest.call({ url: "/v1/keys/web1" })).statusCode).toBe(200);
    expect(rest.services.changes[0]).not.toHaveProperty("rotateAesKey");
  });
});
