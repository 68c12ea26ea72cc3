import { expect, test } from "vitest";
import { Router } from "zeromq";
import type { NetworkConfig } from "../config/config.js";
import { bind, endpoint, listenOptions } from "./zeromq-options.js";

const network: NetworkConfig = {
  interface: "127.0.0.1",
  publishPort: 4505,
  requestPort: 4506,
  ipv6: true,
  backlog: 77,
  publishHighWaterMark: 5000,
  filtering: false,
  tcpKeepalive: { on: true, idleS: 30, count: 4, intervalS: 5 },
  maxRequestBytes: 1024,
  heartbeatS: 20,
  maxClearBytes: 1024,
};

test("backlog, keep-alive and IPv6 of the config reach the socket", () => {
  const socket = new Router(listenOptions(network));

  const { backlog, ipv6, tcpKeepalive, tcpKeepaliveIdle, tcpKeepaliveCount, tcpKeepaliveInterval } = socket;
  socket.close();

  expect({ backlog, ipv6 }).toEqual({ backlog: 77, ipv6: true });
  expect([tcpKeepalive, tcpKeepaliveIdle, tcpKeepaliveCount, tcpKeepaliveInterval]).toEqual([1, 30, 4, 5]);
});

test("an IPv6 address stands in brackets", () => {
  expect(endpoint({ ...network, interface: "::1" }, 4505)).toBe("tcp://[::1]:4505");
  expect(endpoint(network, 4505)).toBe("tcp://127.0.0.1:4505");
});

test("a port that is taken is named with its option", async () => {
  const first = new Router();
  await first.bind("tcp://127.0.0.1:*");
  const requestPort = Number(first.lastEndpoint?.split(":").at(-1));
  const second = new Router();

  await expect(bind(second, { ...network, requestPort }, "ret_port")).rejects.toThrow(
    `ret_port ${requestPort} on 127.0.0.1 cannot be opened`,
  );

  first.close();
  second.close();
});
