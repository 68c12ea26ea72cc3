import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FrameReader, type LocalReply, noMinionsMatched, packFrame, type Services } from "@salina/api";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalServer } from "./local-server.js";

let directory: string;
let path: string;
let server: LocalServer;

const services = {
  jobs: {
    publish: () => Promise.reject(noMinionsMatched({ target: "x" })),
    get: (jid: string) => Promise.resolve(jid === "1" ? { jid } : undefined),
  },
  keys: {},
  status: { status: () => Promise.reject(new Error("a secret of the inside")) },
} as unknown as Services;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "salina-local-"));
  path = join(directory, "run", "salina.sock");
  server = new LocalServer({ path, owner: null, group: null, mode: 0o660 }, services, pino({ level: "silent" }));
  await server.listen();
});
afterEach(async () => {
  await server.close().catch(() => undefined);
  rmSync(directory, { recursive: true, force: true });
});

async function ask(op: string, params: unknown): Promise<LocalReply> {
  const socket = connect(path);
  socket.write(packFrame({ id: 7, op, params }));
  const reader = new FrameReader();
  for await (const chunk of socket) {
    const [reply] = reader.push(chunk as Buffer);
    if (reply) return reply as LocalReply;
  }
  throw new Error("no answer");
}

test("the socket is for its owner and group only", () => {
  expect(statSync(path).mode & 0o777).toBe(0o660);
});

test("a question is answered under its number", async () => {
  expect(await ask("jobs.get", { jid: "1" })).toEqual({ id: 7, done: { jid: "1" } });
  expect(await ask("jobs.get", { jid: "2" })).toEqual({ id: 7, done: null });
});

test("a declared error comes with code and advice", async () => {
  const params = { target: { type: "glob", expression: "x" }, fun: "test.ping", arg: Buffer.of(0x90), user: "ada" };

  expect(await ask("jobs.publish", params)).toMatchObject({ error: { code: "no-minions-matched", status: 422 } });
});

test("an error of the inside says nothing of the inside", async () => {
  const reply = await ask("status", null);

  expect(reply).toMatchObject({ error: { code: "internal" } });
  expect(JSON.stringify(reply)).not.toContain("secret");
});

test.each<[string, unknown, string]>([
  ["jobs.publish", { fun: "test.ping" }, "/arg"],
  ["jobs.publish", { fun: [], arg: Buffer.of(0x90) }, "/fun"],
  [
    "jobs.publish",
    { fun: "f", arg: Buffer.of(0x90), user: "a", target: { type: "data", expression: "x" } },
    "/target/type",
  ],
  ["jobs.publish", { fun: "f", arg: Buffer.of(0x90), target: { type: "glob", expression: "x" } }, "/user"],
  ["keys.match", { globs: "all", states: [] }, "/globs"],
  ["keys.change", { action: "eat", keys: [] }, "/action"],
  ["keys.change", { action: "accept", keys: [{ id: 1, state: "pending" }] }, "/keys/0/id"],
  ["jobs.get", null, "/"],
])("%s with a wrong field names it", async (op, params, pointer) => {
  const reply = await ask(op, params);

  expect(reply).toMatchObject({ error: { code: "validation" } });
  expect("error" in reply && reply.error.message.startsWith(pointer)).toBe(true);
});

test("an unknown operation is told as such", async () => {
  expect(await ask("master.eat", null)).toMatchObject({ error: { code: "unknown-operation" } });
});

test("garbage cuts the caller off, and the next one is served", async () => {
  const socket = connect(path);
  socket.write(Buffer.from("ffffffff00", "hex"));
  await once(socket, "close");

  expect(await ask("jobs.get", { jid: "1" })).toMatchObject({ done: { jid: "1" } });
});

test("a second daemon does not take the socket of one that serves", async () => {
  const second = new LocalServer({ path, owner: null, group: null, mode: 0o660 }, services, pino({ level: "silent" }));

  await expect(second.listen()).rejects.toThrow(`another master serves ${path}`);
});

test("a group that does not exist is named", async () => {
  const other = join(directory, "other.sock");
  const config = { path: other, owner: null, group: "no-such-group-here", mode: 0o660 };
  const second = new LocalServer(config, services, pino({ level: "silent" }));

  await expect(second.listen()).rejects.toThrow("no-such-group-here");
  await second.close();
});
