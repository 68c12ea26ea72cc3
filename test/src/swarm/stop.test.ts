import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePorts, runCommand, until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkout } from "../interop/releases.js";
import { packed, SwarmLab } from "./swarm-lab.js";

const count = 150;

let lab: SwarmLab;
beforeAll(async () => {
  lab = await SwarmLab.start({ count, requestTimeoutMs: 3000, config: { timeout: 10 } });
});
afterAll(() => lab?.end());

test("SIGTERM while returns arrive ends the master in order, with nothing acknowledged lost", async () => {
  const callers = Array.from({ length: 4 }, () =>
    lab.run({ fun: "test.echo", arg: packed(["x".repeat(2000)]) }).catch(() => null),
  );
  await until(() => lab.swarm.acknowledged().length >= 50, { timeoutMs: 20_000, about: "returns", everyMs: 1 });
  const begun = performance.now();
  const ending = await lab.master.end("SIGTERM");
  const tookMs = performance.now() - begun;
  await Promise.all(callers);
  expect(lab.master.log()).toContain('"event":"master.stopped"');

  await lab.master.startAgain();
  await lab.allSubscribed();
  expect(ending).toBe("code 0");
  expect(tookMs).toBeLessThan(10_000);
  expect(await lab.notStored(lab.swarm.acknowledged())).toEqual([]);
});

test("what was under way when the master stopped is answered after the next start", async () => {
  const caller = await lab.caller();
  const open = async () =>
    (await caller.ask("jobs.list", { limit: 100 })).jobs.filter(({ endedAt }) => endedAt === null);
  await until(async () => (await open()).length === 0, { timeoutMs: 40_000, about: "end of all jobs", everyMs: 100 });

  const heard = lab.swarm.minions.flatMap(({ id, heard: jobs }) => jobs.map(({ jid }) => ({ id, jid })));
  const silent: string[] = [];
  for (const { jid } of (await caller.ask("jobs.list", { limit: 100 })).jobs) {
    const { results } = await lab.job(jid);
    for (const { minion, outcome } of results) {
      const got = heard.some((job) => job.id === minion && job.jid === jid);
      if (got && outcome !== "returned") silent.push(`${jid} ${minion} ${outcome}`);
    }
  }
  expect(silent).toEqual([]);
});

test("a second master on the same cache directory says why it does not start, and the first goes on", async () => {
  const [publishPort = 0, requestPort = 0] = await freePorts(2);
  const configDir = join(lab.directory, "second");
  await mkdir(configDir);
  const config = await readFile(join(lab.master.configDir, "master"), "utf8");
  const other = config
    .replace(/^publish_port:.*$/m, `publish_port: ${publishPort}`)
    .replace(/^ret_port:.*$/m, `ret_port: ${requestPort}`)
    .replace(/^pidfile:.*$/m, `pidfile: ${JSON.stringify(join(configDir, "pid"))}`)
    .replace(/^log_file:.*$/m, `log_file: ${JSON.stringify(join(configDir, "log"))}`)
    .replace(/^salina:.*$/m, `salina: ${JSON.stringify({ socket: join(configDir, "s.sock") })}`);
  await writeFile(join(configDir, "master"), other, { mode: 0o600 });

  const begun = performance.now();
  const bin = join(checkout, "packages/master/bin/salt-master.mjs");
  const { code, stdout, stderr } = await runCommand(process.execPath, [bin, "-c", configDir], { timeoutMs: 20_000 });

  expect(code).not.toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
  const lines = `${stdout}${stderr}`.trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "fatal",
    event: "master.failed",
    msg: expect.stringMatching(/cannot start: .*salina\.db.*another/),
  });
  expect((await lab.run()).state).toBe("succeeded");
});
