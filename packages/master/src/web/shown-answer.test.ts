import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { toJson } from "@salina/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shown, shownAnswer } from "./shown-answer.js";
import { webQuery } from "./web-query.js";

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    if (pathname === "/json") response.setHeader("content-type", "application/json").end('{"a": 1}');
    else if (pathname === "/yaml") response.setHeader("content-type", "text/yaml").end("a: [1, x]\n");
    else if (pathname === "/xml") response.setHeader("content-type", "text/xml").end("<a/>");
    else if (pathname === "/text") response.setHeader("content-type", "text/plain").end("größe");
    else if (pathname === "/bytes") response.end(Buffer.from([0xff, 0]));
    else if (pathname === "/away") response.writeHead(302, { location: "/text" }).end();
    else if (pathname === "/file") response.writeHead(302, { location: "file:///etc/passwd" }).end();
    else if (pathname === "/large") response.end("x".repeat(2000));
    else if (pathname !== "/never") response.writeHead(404).end("nothing");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const plain: Shown = {
  status: false,
  headers: false,
  text: false,
  decode: null,
  decodeBody: true,
  raiseError: true,
};

async function query(path: string, shown: Partial<Shown> = {}, limits = {}): Promise<unknown> {
  const answer = await webQuery({
    url: new URL(path, base),
    method: "GET",
    headers: new Headers(),
    body: null,
    timeoutMs: 5000,
    maxBytes: 1000,
    ...limits,
  });
  return toJson(shownAnswer(answer, { ...plain, ...shown }));
}

test("what is asked for is shown, and the body in any case", async () => {
  expect(await query("/text")).toEqual({ body: "größe" });
  expect(await query("/text", { text: true, status: true })).toEqual({ body: "größe", status: 200, text: "größe" });
  expect(await query("/text", { headers: true })).toMatchObject({ headers: { "Content-Type": "text/plain" } });
  expect(await query("/bytes")).toEqual({ body: { $base64: "/wA=" } });
  expect(await query("/text", { decodeBody: false })).toEqual({ body: { $base64: "Z3LDtsOfZQ==" } });
});

test("data is read by its content type, or as the caller says", async () => {
  expect(await query("/json", { decode: "auto" })).toMatchObject({ dict: { a: 1 } });
  expect(await query("/yaml", { decode: "auto" })).toMatchObject({ dict: { a: [1, "x"] } });
  expect(await query("/text", { decode: "auto" })).toEqual({ body: "größe", text: "größe" });
  expect(await query("/json", { decode: "yaml" })).toMatchObject({ dict: { a: 1 } });
  await expect(query("/xml", { decode: "auto" })).rejects.toThrow("XML is not read here");
  await expect(query("/json", { decode: "toml" })).rejects.toThrow("'decode_type': expected one of");
});

test("an answer other than 2xx is an error, unless the caller takes it", async () => {
  expect(await query("/none")).toEqual({ status: 404, error: "HTTP 404: Not Found", body: "nothing" });
  expect(await query("/none", { raiseError: false, status: true })).toEqual({ status: 404, body: "nothing" });
});

test("redirects are followed on the web, and nowhere else", async () => {
  expect(await query("/away")).toEqual({ body: "größe" });
  expect(await query("/file", { status: true })).toEqual({ status: 0, error: expect.any(String) });
});

test("a body that is too large, and a server that never answers, end in an error", async () => {
  expect(await query("/large")).toEqual({ error: "the answer is larger than 1000 bytes" });
  expect(await query("/never", {}, { timeoutMs: 50 })).toEqual({
    status: 599,
    error: "HTTP 599: no answer within 0.05 s",
  });
  expect(await query("http://127.0.0.1:1/", { status: true })).toEqual({ status: 0, error: expect.any(String) });
});
