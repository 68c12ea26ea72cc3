import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePort } from "./free-port.js";
import { portOwner } from "./port-owner.js";

test("a port that is taken is named with its owner, and another one is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const taken = (server.address() as { port: number }).port;
  const said: string[] = [];

  const got = await freePort(taken, "127.0.0.1", (line) => said.push(line));

  expect(got).not.toBe(taken);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`port ${taken} is taken by`);
  expect(said[0]).toContain(`pid ${process.pid}`);
  server.close();
});

test("a port that nobody listens on has no owner", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = (server.address() as { port: number }).port;
  server.close();
  await once(server, "close");

  expect(await portOwner(port)).toBeNull();
});
