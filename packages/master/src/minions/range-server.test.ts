import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { rangeServer } from "./range-server.js";

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listening(answer: RequestListener): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((done) => made.listen(0, "127.0.0.1", done));
  return `127.0.0.1:${(made.address() as AddressInfo).port}`;
}

test("the hosts of an expression are the lines of the answer; what is no id is left out", async () => {
  const asked: (string | undefined)[] = [];
  const at = await listening((request, response) => {
    asked.push(request.url);
    response.end("web1\nweb2\r\n\n../x\na,b\n");
  });

  expect(await rangeServer(at)("%web & *")).toEqual({ ok: true, value: ["web1", "web2"] });
  expect(asked).toEqual(["/range/list?%25web%20%26%20*"]);
});

test.each<[string, RequestListener]>([
  [
    "cannot read the expression: no such cluster",
    (_, response) => response.setHeader("RangeException", "no such cluster").end("x"),
  ],
  ["answered with status 500", (_, response) => response.writeHead(500).end()],
  ["gave an answer that is too long", (_, response) => response.end("a".repeat(5 * 1_048_576))],
  ["does not answer", (_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()],
])("a server that fails is named: %s", async (reason, answer) => {
  const at = await listening(answer);

  expect(await rangeServer(at)("%web")).toEqual({
    ok: false,
    code: "range-unavailable",
    reason: expect.stringContaining(`the range server ${at} ${reason}`),
  });
});

test("a server that is not there is named", async () => {
  expect(await rangeServer("127.0.0.1:1")("%web")).toMatchObject({
    ok: false,
    reason: expect.stringContaining("does not answer"),
  });
});
