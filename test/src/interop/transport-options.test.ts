import { until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askDaemon } from "../support/ask-daemon.js";
import { TestBench } from "./test-bench.js";

// Over IPv6, with a topic for each minion, and with publishes whose signature the minions insist on.
let bench: TestBench;
const extraConfig = { ipv6: true, zmq_filtering: true, sign_pub_messages: true };

beforeAll(async () => {
  bench = await TestBench.make();
  await bench.startMaster({
    extraConfig: { ...extraConfig, interface: "::1", auto_accept: true, presence_events: true, loop_interval: 1 },
  });
  const minions = await Promise.all([
    bench.startMinion("web1", { extraConfig, master: "::1" }),
    bench.startMinion("web2", { extraConfig, master: "::1", release: "3006.8" }),
    bench.startMinion("db1", { extraConfig, master: "::1", release: "3007.17" }),
  ]);
  await Promise.all(minions.map((minion) => bench.isReady(minion)));
});

afterAll(() => bench.end());

const connected = async () => {
  const minions = await askDaemon(bench.master.socketPath, "minions.list", null);
  return minions.filter((minion) => minion.connected === true).map(({ id }) => id);
};

test.each([
  [["web*"], ["web1", "web2"]],
  [
    ["-E", "(web|db)1"],
    ["db1", "web1"],
  ],
  [
    ["-L", "web2,db1"],
    ["db1", "web2"],
  ],
])("a job for %s reaches exactly its minions", async (target, expected) => {
  expect(await bench.ping(...target)).toEqual(expected);
});

test("a minion that filters is known to be there, and known to be gone as soon as it is", async () => {
  expect(await connected()).toEqual(["db1", "web1", "web2"]);
  const web3 = await bench.startMinion("web3", { extraConfig, master: "::1" });
  await bench.isReady(web3);
  await until(async () => (await connected()).includes("web3"), { timeoutMs: 30_000, about: "sight of web3" });

  await web3.kill9();

  await until(async () => !(await connected()).includes("web3"), { timeoutMs: 10_000, about: "loss of web3" });
  const { stdout, code } = await bench.master.salt(["--compat", "-t", "1", "web3", "test.ping"]);
  expect([stdout, code]).toEqual(["web3:\n    Minion did not return. [Not connected]\n", 1]);
});
