import { type AddressInfo, connect } from "node:net";
import { storeFailed } from "@salina/api";
import type { InjectOptions } from "fastify";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bearer, testRest, token } from "./testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

const json = { "content-type": "application/json" };

describe("who may come in", () => {
  test.each([
    ["no header", {}],
    ["a wrong token", { authorization: `Bearer ${token}x` }],
    ["a shorter token", { authorization: `Bearer ${token.slice(1)}` }],
    ["another scheme", { authorization: `Basic ${token}` }],
    ["no token", { authorization: "Bearer" }],
    ["a token in the address only", {}],
  ])("%s is 401 with a challenge", async (_what, headers) => {
    const response = await rest.app.inject({ url: `/v1/jobs?token=${token}`, headers });

    expect(response.statusCode).toBe(401);
    expect(response.headers["www-authenticate"]).toBe('Bearer realm="salina"');
    expect(response.json()).toMatchObject({ code: "unauthenticated", status: 401 });
    expect(response.body).not.toContain(token);
  });

  test("without a token nothing is said about which paths there are", async () => {
    const [known, unknown] = [await rest.app.inject("/v1/jobs"), await rest.app.inject("/v1/nothing")];

    expect([known.statusCode, unknown.statusCode]).toEqual([401, 401]);
  });

  test("each token has its name", async () => {
    await rest.call({ method: "POST", url: "/v1/jobs", payload: { target: "*", function: "test.ping" } });
    await rest.call({
      method: "POST",
      url: "/v1/jobs",
      payload: { target: "*", function: "test.ping" },
      headers: { authorization: `bearer ${"b".repeat(40)}` },
    });

    expect(rest.services.published.map(({ user }) => user)).toEqual(["alice", "bob"]);
  });

  test("guessing meets 429, a good token from the same address does not, and it ends", async () => {
    const guess = () => rest.app.inject({ url: "/v1/jobs", headers: { authorization: "Bearer guess" } });
    for (let i = 0; i < 20; i++) expect((await guess()).statusCode).toBe(401);

    const refused = await guess();
    const good = await rest.call({ url: "/v1/jobs" });
    rest.clock.now += 10_000;
    const later = await guess();

    expect(refused.statusCode).toBe(429);
    expect(refused.headers["retry-after"]).toBe("10");
    expect(good.statusCode).toBe(200);
    expect(later.statusCode).toBe(401);
  });

  test("health needs no token and tells nothing", async () => {
    const [alive, ready] = [await rest.app.inject("/healthz"), await rest.app.inject("/readyz")];
    rest.services.ready = false;
    const unready = await rest.app.inject("/readyz");

    expect([alive.statusCode, alive.body]).toEqual([200, '{"status":"ok"}']);
    expect([ready.statusCode, ready.body]).toEqual([200, '{"status":"ok"}']);
    expect([unready.statusCode, unready.body]).toEqual([503, '{"status":"unavailable"}']);
  });
});

describe("every error is a problem", () => {
  const requests: [string, InjectOptions, number, string][] = [
    ["an unknown path", { url: "/v1/nothing" }, 404, "not-found"],
    ["the root", { url: "/" }, 404, "not-found"],
    ["a wrong method", { method: "PUT", url: "/v1/jobs", payload: {} }, 405, "method-not-allowed"],
    ["a wrong method below an id", { method: "POST", url: "/v1/keys/web1", payload: {} }, 405, "method-not-allowed"],
    ["a broken path", { url: "/v1/jobs/%zz" }, 400, "validation"],
    ["a very long path", { url: `/v1/minions/${"x".repeat(2000)}` }, 414, "uri-too-long"],
    [
      "text as a body",
      { method: "POST", url: "/v1/jobs", payload: "hi", headers: { "content-type": "text/plain" } },
      415,
      "unsupported-media-type",
    ],
    [
      "a form as a body",
      {
        method: "POST",
        url: "/v1/jobs",
        payload: "a=b",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      },
      415,
      "unsupported-media-type",
    ],
    [
      "a compressed body",
      { method: "POST", url: "/v1/jobs", payload: "{}", headers: { ...json, "content-encoding": "gzip" } },
      415,
      "unsupported-media-type",
    ],
    [
      "a body that is too large",
      { method: "POST", url: "/v1/jobs", payload: JSON.stringify({ target: "x".repeat(1024 * 1024) }), headers: json },
      413,
      "payload-too-large",
    ],
    [
      "a body that is not JSON",
      { method: "POST", url: "/v1/jobs", payload: '{"target":', headers: json },
      400,
      "validation",
    ],
    ["an empty body", { method: "POST", url: "/v1/jobs", payload: "", headers: json }, 400, "validation"],
    ["no body", { method: "POST", url: "/v1/jobs" }, 400, "validation"],
    [
      "a prototype key",
      {
        method: "POST",
        url: "/v1/jobs",
        payload: '{"target":"*","function":"test.ping","__proto__":{"x":1}}',
        headers: json,
      },
      400,
      "validation",
    ],
    [
      "a prototype key deep inside",
      {
        method: "POST",
        url: "/v1/jobs",
        payload: '{"target":"*","function":"test.ping","args":[{"a":{"__proto__":1}}]}',
        headers: json,
      },
      400,
      "validation",
    ],
    [
      "a constructor with a prototype",
      {
        method: "POST",
        url: "/v1/jobs",
        payload: '{"target":"*","function":"test.ping","kwargs":{"constructor":{"prototype":{}}}}',
        headers: json,
      },
      400,
      "validation",
    ],
    ["an unknown query field", { url: "/v1/jobs?nope=1" }, 400, "validation"],
    ["a repeated query field", { url: "/v1/jobs?limit=1&limit=2" }, 400, "validation"],
    ["a limit beyond the bound", { url: "/v1/jobs?limit=501" }, 400, "validation"],
    ["a made-up cursor", { url: "/v1/jobs?cursor=AAAA" }, 400, "validation"],
    ["an unknown job", { url: "/v1/jobs/20261123013457852684" }, 404, "not-found"],
    ["a job id that is none", { url: "/v1/jobs/..%2f..%2fetc" }, 404, "not-found"],
    ["an unknown minion", { url: "/v1/minions/none" }, 404, "not-found"],
    ["an unknown key", { url: "/v1/keys/none" }, 404, "not-found"],
    ["a key id that is a glob", { url: "/v1/keys/*" }, 404, "not-found"],
    ["an unknown key state", { url: "/v1/keys?state=open" }, 400, "validation"],
  ];

  test.each(requests)("%s", async (_what, request, status, code) => {
    const response = await rest.call(request);

    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(response.statusCode).toBe(status);
    const problem: unknown = response.json();
    expect(problem).toMatchObject({ code, status, type: "about:blank" });
    for (const field of ["title", "detail", "advice", "instance", "requestId"])
      expect(problem).toHaveProperty(field, expect.any(String));
    expect(response.headers["x-request-id"]).toBe((problem as { requestId: string }).requestId);
    expect(response.body).not.toMatch(/\bat .*\.js:|FST_|fastify/i);
  });

  test("405 names the methods there are", async () => {
    const response = await rest.call({ method: "PUT", url: "/v1/keys/web1", payload: {} });

    expect(response.headers["allow"]).toBe("DELETE, GET, HEAD, PATCH");
  });

  test("wrong fields are pointed at", async () => {
    const places = async (payload: object) =>
      (await rest.call({ method: "POST", url: "/v1/jobs", payload }))
        .json<{ errors?: { pointer: string }[] }>()
        .errors?.map(({ pointer }) => pointer);

    expect(await places({ function: "test.ping" })).toEqual(["/target"]);
    expect(await places({ target: "*", function: "test.ping", "a/b": 1 })).toEqual(["/a~1b"]);
    expect(await places({ target: "*", function: "test.ping", timeout: "5" })).toEqual(["/timeout"]);
    expect(await places({ target: "*", steps: [{ function: "test.ping" }, { function: 5 }] })).toEqual([
      "/steps/1/function",
    ]);
  });

  test("a failure of ours says nothing of its reason, the log does", async () => {
    const lines: string[] = [];
    const logging = testRest({ log: pino({}, { write: (line: string) => void lines.push(line) }) });
    logging.services.beforePublish = () => Promise.reject(new Error("the secret reason"));

    const response = await logging.call({
      method: "POST",
      url: "/v1/jobs?wait=0",
      payload: { target: "*", function: "test.ping", args: ["a canary"] },
      headers: { "x-request-id": "my-id" },
    });

    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ code: "internal", requestId: "my-id" });
    expect(response.body).not.toContain("secret reason");
    await logging.app.close();
    const logged = lines.join("");
    expect(lines.map((line) => (JSON.parse(line) as { event?: string }).event)).toEqual([
      "rest.failed",
      "rest.request",
    ]);
    expect(logged).toContain("the secret reason");
    expect(logged).toContain("my-id");
    expect(logged).not.toContain(token);
    expect(logged).not.toContain("a canary");
  });

  test("a declared failure keeps its code", async () => {
    rest.services.beforePublish = () => Promise.reject(storeFailed({ reason: "disk full" }));

    const response = await rest.call({
      method: "POST",
      url: "/v1/jobs",
      payload: { target: "*", function: "test.ping" },
    });

    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ code: "store-failed" });
  });
});

describe("answers", () => {
  test.each(["/v1/jobs", "/v1/nothing", "/v1/jobs/%zz", "/healthz"])(
    "%s carries the security headers and no server's name",
    async (url) => {
      const { headers } = await rest.call({ url });

      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
      });
      expect(headers["server"] ?? headers["x-powered-by"]).toBeUndefined();
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    },
  );

  test.each([
    ["a-good.id:1", "a-good.id:1"],
    ["bad id\u0007", expect.stringMatching(/^[0-9a-f-]{36}$/)],
    ["x".repeat(129), expect.stringMatching(/^[0-9a-f-]{36}$/)],
  ])("the request id %j is echoed only when it is harmless", async (sent, echoed) => {
    const { headers } = await rest.call({ url: "/v1/jobs", headers: { "x-request-id": sent } });

    expect(headers["x-request-id"]).toEqual(echoed);
  });

  test("status has its times as RFC 3339", async () => {
    expect((await rest.call({ url: "/v1/status" })).json()).toEqual({
      version: "0.1.0",
      masterId: "master",
      startedAt: "2027-01-15T08:00:00.000Z",
      publishPort: 4505,
      requestPort: 4506,
      restUrl: null,
      subscribers: 2,
      rssBytes: 100_000_000,
      store: { usedBytes: 4096, fileBytes: 8192 },
      belowEra3: ["web2"],
      counters: { "bad-load": 3 },
    });
  });
});

describe("on a socket", () => {
  beforeAll(() => rest.app.listen({ host: "127.0.0.1", port: 0 }));

  function talk(bytes: string): Promise<string> {
    const { port } = rest.app.server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
      let answer = "";
      socket.setEncoding("latin1");
      socket.on("data", (chunk: string) => {
        answer += chunk;
      });
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
    });
  }

  test.each([
    ["no HTTP at all", "hello\r\n\r\n", "400 Bad Request"],
    [
      "both Content-Length and Transfer-Encoding",
      `POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      "400 Bad Request",
    ],
    [
      "two different Content-Lengths",
      "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      "400 Bad Request",
    ],
    ["a blank before the colon", "GET /v1/jobs HTTP/1.1\r\nHost : x\r\n\r\n", "400 Bad Request"],
    [
      "headers beyond 16 KiB",
      `GET /v1/jobs HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`,
      "431 Request Header Fields Too Large",
    ],
  ])("%s is cut off", async (_what, bytes, status) => {
    expect(await talk(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\\r\\n`));
  });

  test("after a 400 the connection ends", async () => {
    const request = `GET /v1/jobs?limit=x HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearer.authorization}\r\n\r\n`;

    const answer = await talk(request + request);

    expect(answer.match(/HTTP\/1\.1 400/g)).toHaveLength(1);
    expect(answer).toContain("connection: close");
  });
});
