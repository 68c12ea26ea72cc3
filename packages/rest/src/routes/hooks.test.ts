import { createHmac } from "node:crypto";
import { isMap, toJson, type ValueMap } from "@salina/wire";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { testRest } from "../testing/rest.js";

const secret = "s".repeat(40);
const fired: [string, ValueMap][] = [];
const rest = testRest({
  hooks: {
    known: [
      { path: "deploy/web", secret, signature: "salina" },
      { path: "gh", secret, signature: "github" },
    ],
    fire: (tag, data) => void fired.push([tag, data]),
  },
});
beforeEach(() => {
  rest.reset();
  fired.length = 0;
});
afterAll(() => rest.app.close());

const event = () => fired.map(([tag, data]) => [tag, toJson(data)] as const);
const sha = (text: string, key = secret) => `sha256=${createHmac("sha256", key).update(text).digest("hex")}`;
const seconds = (by = 0) => String(Math.floor(rest.clock.now / 1000) + by);
function signed(body: string, { at = seconds(), path = "deploy/web", key = secret } = {}) {
  return { "x-salina-timestamp": at, "x-salina-signature": sha(`${at}.${path}.${body}`, key) };
}
const post = (url: string, payload: string, headers: Record<string, string> = {}) =>
  rest.app.inject({ method: "POST", url: `/v1/hooks/${url}`, payload, headers });

describe("a webhook with a token", () => {
  test("fires its event, without what proves who sends", async () => {
    const response = await rest.call({
      method: "POST",
      url: "/v1/hooks/ci/build.1",
      payload: '{"revision": "abc", "__proto__": {"x": 1}, "n": [1, 1.5]}',
      headers: {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-auth-token": "t",
        cookie: "session_id=1",
        "x-api-key": "k",
      },
    });

    expect(response.statusCode).toBe(202);
    expect(response.json()).toEqual({ tag: "salt/netapi/hook/ci/build.1" });
    const [[tag, data] = ["", new Map()]] = fired;
    expect(tag).toBe("salt/netapi/hook/ci/build.1");
    const [headers, sent] = [data.get("headers"), data.get("post")];
    expect(isMap(headers) && [...headers.keys()].sort()).toEqual([
      "Content-Length",
      "Content-Type",
      "Host",
      "User-Agent",
      "X-Github-Event",
    ]);
    expect(isMap(sent) && [...sent.keys()]).toEqual(["revision", "__proto__", "n"]);
    expect(data.get("body")).toContain('"revision"');
  });

  test.each([
    ["a form", "application/x-www-form-urlencoded", "a=1&b=x+y&a=2", { a: ["1", "2"], b: "x y" }],
    ["text", "text/plain", "hello", {}],
    ["JSON of another kind", "application/vnd.x+json; charset=utf-8", "[1]", [1]],
    ["no type at all", "", "x", {}],
  ])("takes %s", async (_what, type, payload, sent) => {
    const headers = type === "" ? {} : { "content-type": type };
    const response = await rest.call({ method: "POST", url: "/v1/hooks/x", payload, headers });
    expect(response.statusCode).toBe(202);
    expect(event()).toEqual([["salt/netapi/hook/x", expect.objectContaining({ post: sent, body: payload })]]);
  });

  test.each([
    ["broken JSON", "x", "{", 400],
    ["JSON that is nested too deep", "x", `${"[".repeat(5000)}${"]".repeat(5000)}`, 400],
    ["a path that leads elsewhere", "a/..%2f..%2fsalt%2fkey", "{}", 400],
    ["a path with a line end", "a%0ab", "{}", 400],
    ["a body that is too large", "x", `"${"x".repeat(1_100_000)}"`, 413],
  ])("refuses %s", async (_what, path, payload, status) => {
    const headers = { "content-type": "application/json" };
    const response = await rest.call({ method: "POST", url: `/v1/hooks/${path}`, payload, headers });
    expect(response.statusCode).toBe(status);
    expect(fired).toEqual([]);
  });
});

describe("a webhook with a signature", () => {
  test("needs no token", async () => {
    expect((await post("deploy/web", "{}", signed("{}"))).statusCode).toBe(202);
    expect((await post("gh", "{}", { "x-hub-signature-256": sha("{}") })).statusCode).toBe(202);
    expect(event().map(([tag]) => tag)).toEqual(["salt/netapi/hook/deploy/web", "salt/netapi/hook/gh"]);
    expect(JSON.stringify(event())).not.toMatch(/[Ss]ignature/);
  });

  test("counts once", async () => {
    const headers = signed("{}");
    expect((await post("deploy/web", "{}", headers)).statusCode).toBe(202);
    expect((await post("deploy/web", "{}", headers)).statusCode).toBe(401);
    rest.clock.now += 299_000;
    expect((await post("deploy/web", "{}", headers)).statusCode).toBe(401);
    expect(fired).toHaveLength(1);
  });

  test.each([
    ["of another secret", "deploy/web", "{}", () => signed("{}", { key: "x".repeat(40) })],
    ["of another body", "deploy/web", "{ }", () => signed("{}")],
    ["of another path", "deploy/web", "{}", () => signed("{}", { path: "gh" })],
    ["that is too old", "deploy/web", "{}", () => signed("{}", { at: seconds(-301) })],
    ["from the future", "deploy/web", "{}", () => signed("{}", { at: seconds(301) })],
    ["without a time", "deploy/web", "{}", () => ({ "x-salina-signature": sha("{}") })],
    ["of another form", "deploy/web", "{}", () => ({ ...signed("{}"), "x-salina-signature": "sha256=00" })],
    ["as GitHub's, where ours is wanted", "deploy/web", "{}", () => ({ "x-hub-signature-256": sha("{}") })],
    ["for a hook that is not there", "other", "{}", () => signed("{}", { path: "other" })],
    ["that is none", "deploy/web", "{}", () => ({})],
  ])("is refused: one %s", async (_what, path, payload, headers) => {
    const response = await post(path, payload, headers());
    expect(response.statusCode).toBe(401);
    expect(response.json()).toMatchObject({ code: "unauthenticated" });
    expect(fired).toEqual([]);
  });
});

test("other methods of a hook are 405", async () => {
  expect((await rest.call({ method: "GET", url: "/v1/hooks/a/b" })).statusCode).toBe(405);
});
