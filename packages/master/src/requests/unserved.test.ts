import { decode, encode, openReply, requestFrame, type Value } from "@salina/wire";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BenchMinion, type ChannelBench, channelBench } from "../testing/channel-bench.js";
import { allRequests, type RequestDeps } from "./all-requests.js";
import { unserved } from "./unserved.js";

let bench: ChannelBench;
beforeEach(async () => {
  bench = await channelBench();
});
afterEach(() => bench.remove());

const nonce = "0123456789abcdef0123456789abcdef";
const call = (cmd: string) => new Map<Value, Value>([["cmd", cmd]]);

test("nothing is both served and listed as not served", () => {
  const served = new Set(allRequests({} as RequestDeps).map(({ cmd }) => cmd));
  expect(unserved.filter(({ cmd }) => served.has(cmd))).toEqual([]);
});

test.each([
  ...unserved.map(({ cmd }) => cmd),
  ...["constructor", "__proto__", "toString", "run_func", "_AUTH", "ping"],
])("%s under a minion's key is answered with an empty map, and counted", async (cmd) => {
  bench.acceptKey("web1");
  const web1 = new BenchMinion(bench, "web1", 3);
  await web1.authenticate();

  const reply = await bench.send(web1.request(call(cmd), nonce));

  const opened = openReply(reply ?? new Uint8Array(), web1.crypticle, nonce);
  expect(opened.ok && decode(opened.value)).toEqual({ ok: true, value: new Map() });
  expect(bench.counters.get("request.unknown-command")).toBe(1);
});

test.each([
  ...unserved.map(({ cmd }) => cmd),
  ...["_return", "_prep_auth_info", "_send_pub", "constructor", "__proto__"],
])("%s in the clear is answered with an empty map, and counted", async (cmd) => {
  const reply = await bench.send(requestFrame("clear", call(cmd), 3));

  expect(reply).toEqual(encode(new Map()));
  expect(bench.counters.get("request.unknown-command")).toBe(1);
});
