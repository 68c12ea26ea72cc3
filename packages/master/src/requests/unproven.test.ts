import { decode, openReply, sealRequest, type Value } from "@salina/wire";
import { expect, test } from "vitest";
import { BenchMinion, channelBench } from "../testing/channel-bench.js";

test("below era 3 a request that acts for a minion is not run on the mere word of who sends it", async () => {
  const bench = await channelBench({ needsProof: true });
  for (const id of ["evil", "victim"]) bench.acceptKey(id);
  const evil = new BenchMinion(bench, "evil", 2);
  await evil.authenticate();
  const nonce = "0123456789abcdef0123456789abcdef";
  const load = new Map<Value, Value>([
    ["cmd", "echo"],
    ["id", "victim"],
  ]);

  const reply = await bench.send(
    sealRequest({ era: 2, crypticle: evil.crypticle, id: "victim", load, nonce, unixSeconds: 1 }),
  );

  const opened = openReply(reply ?? new Uint8Array(), evil.crypticle, nonce);
  expect(opened.ok && decode(opened.value)).toEqual({ ok: true, value: new Map() });
  expect(bench.asked).toEqual([]);
  expect(bench.counters.get("request.unproven")).toBe(1);
  bench.remove();
});
