import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { countPeers, suspectsOf, tcpPeers } from "./tcp-peers.js";

const head = "  sl  local_address rem_address   st tx_queue";
const table = [
  head,
  "   0: 0100007F:1199 00000000:0000 0A 00000000",
  "   1: 0100007F:1199 0200A8C0:C350 01 00000000",
  "   2: 0100007F:1199 0200A8C0:C351 01 00000000",
  "   3: 0100007F:119A 0300A8C0:C350 01 00000000",
  "   4: 0100007F:1199 0400A8C0:C350 06 00000000",
  "garbage",
].join("\n");

test("established connections with the port are counted by address", () => {
  expect(countPeers(table, 4505)).toEqual(new Map([["192.168.0.2", 2]]));
});

test.each([
  ["B80D0120000000000000000001000000", "2001:db8::1"],
  ["0000000000000000FFFF00000200A8C0", "192.168.0.2"],
  ["00000000000000000000000001000000", "::1"],
  ["B80D0120010000000200000003000000", "2001:db8:0:1:0:2:0:3"],
])("%s is %s", (hex, address) => {
  expect([...countPeers(`${head}\n 0: ${"0".repeat(32)}:1199 ${hex}:C350 01`, 4505).keys()]).toEqual([address]);
});

describe("suspects", () => {
  const minions = [
    { id: "a", addresses: ["127.0.0.1", "10.0.0.1"] },
    { id: "b", addresses: ["10.0.0.2"] },
    { id: "c", addresses: ["10.0.0.2"] },
    { id: "unknown", addresses: [] },
  ];
  test("are those without a connection, and all behind an address that has too few", () => {
    expect(suspectsOf(minions, new Map([["10.0.0.1", 1]]))).toEqual(["b", "c", "unknown"]);
    expect(
      suspectsOf(
        minions,
        new Map([
          ["10.0.0.1", 1],
          ["10.0.0.2", 1],
        ]),
      ),
    ).toEqual(["unknown", "b", "c"]);
    expect(
      suspectsOf(
        minions,
        new Map([
          ["10.0.0.1", 1],
          ["10.0.0.2", 2],
        ]),
      ),
    ).toEqual(["unknown"]);
  });
});

test.skipIf(process.platform !== "linux")("this machine's own connections are found", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  await once(server, "connection");
  expect(await tcpPeers(port)).toEqual(new Map([["127.0.0.1", 1]]));
  socket.destroy();
  server.close();
});
