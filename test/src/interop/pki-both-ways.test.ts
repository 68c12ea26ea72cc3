import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startSalinaMaster, startStockMaster, until } from "@salina/lab";
import { afterEach, expect, test } from "vitest";
import { checkout } from "./releases.js";
import { TestBench } from "./test-bench.js";

let bench: TestBench;
const stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  await bench.end();
  for (const each of stop.splice(0).reverse()) await each();
});

test("a stock master's directory is used as it is, and a stock master goes on with ours: no minion is touched", async () => {
  bench = await TestBench.make();
  const root = bench.masterRoot;
  const stock = await startStockMaster({ bin: bench.bin("3006.30"), root });
  stop.push(() => stock.stop());
  const { publishPort, requestPort, pkiDir } = stock;
  const keys = () => Promise.all(["master.pem", "master.pub"].map((name) => readFile(join(pkiDir, name), "utf8")));
  const made = await keys();

  // Two minions know the stock master.
  bench.usePorts({ publishPort, requestPort });
  const start = (id: string, release: string) => bench.startMinion(id, { release });
  const [new1, old1] = await Promise.all([start("new1", "3008.5"), start("old1", "3006.8")]);
  const pings = async (master: { salt: typeof stock.salt }, ids: readonly string[]) =>
    until(
      async () => {
        const { stdout } = await master.salt(["--static", "--out=json", "-t", "5", "*", "test.ping"]);
        const all = stdout.includes("{")
          ? (JSON.parse(stdout.slice(stdout.indexOf("{"))) as Record<string, unknown>)
          : {};
        return ids.every((id) => all[id] === true);
      },
      { timeoutMs: 90_000, about: `answers of ${ids.join(", ")}`, everyMs: 500 },
    );
  for (const minion of [new1, old1]) await minion.waitForLog(/cached the public key for this node/, 60_000);
  await stock.saltKey(["-y", "-A"]);
  await pings(stock, ["new1", "old1"]);

  // Salina in its place.
  await stock.stop();
  const salina = await startSalinaMaster({
    checkout,
    root,
    publishPort,
    requestPort,
    extraConfig: { minimum_auth_version: 0 },
  });
  stop.push(() => salina.stop());
  await pings(salina, ["new1", "old1"]);
  const third = await bench.startMinion("third");
  await third.waitForLog(/cached the public key for this node/, 60_000);
  await salina.saltKey(["-y", "-a", "third"]);
  await pings(salina, ["new1", "old1", "third"]);
  expect(await keys()).toEqual(made);

  // And back.
  await salina.stop();
  await stock.restart("SIGTERM");
  await pings(stock, ["new1", "old1", "third"]);
  expect(await keys()).toEqual(made);
});
