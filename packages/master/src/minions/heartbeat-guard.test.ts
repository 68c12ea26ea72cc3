import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settle } from "../testing/hand-clock.js";
import { HeartbeatGuard } from "./heartbeat-guard.js";

let directory: string;
let stopped: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "salina-guard-"));
  stopped = 0;
});
afterEach(() => rmSync(directory, { recursive: true }));

const guard = () =>
  new HeartbeatGuard({
    file: join(directory, "no-heartbeat"),
    log: pino({ level: "silent" }),
    stop: () => {
      stopped++;
      return Promise.resolve();
    },
  });
const saw = async (one: HeartbeatGuard, version: unknown) => {
  one.saw("web1", new Map([["zmqversion", version as string]]));
  await settle();
};

test.each(["4.2.0", "4.3.5", "5.0.0", "10.1.0", "", "x", "4", 4.1, null])("%j goes on", async (version) => {
  const one = guard();
  await saw(one, version);
  expect(stopped).toBe(0);
  expect(await guard().load()).toBe(false);
});

test.each(["4.1.6", "4.0.5", "3.2.5", "2.2.0"])(
  "%j ends heartbeats for all, once, and for the next start",
  async (version) => {
    const one = guard();
    expect(await one.load()).toBe(false);
    await saw(one, version);
    await saw(one, version);
    await vi.waitFor(() => expect(stopped).toBe(1));
    expect(readFileSync(join(directory, "no-heartbeat"), "utf8")).toContain("web1");

    const next = guard();
    expect(await next.load()).toBe(true);
    await saw(next, version);
    expect(stopped).toBe(1);
  },
);
