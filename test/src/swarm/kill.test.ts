import { setTimeout as delay } from "node:timers/promises";
import { until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packed, SwarmLab } from "./swarm-lab.js";

const count = 200;
const rounds = 5;

let lab: SwarmLab;
beforeAll(async () => {
  // Little patience: a request that a killed master took with it is sent again while the test still runs.
  lab = await SwarmLab.start({
    count,
    requestTimeoutMs: 2000,
    config: { timeout: 2, gather_job_timeout: 10 },
    answer: ({ id, jid, args }) => ({ value: [id, jid, ...args] }),
  });
});
afterAll(() => lab?.end());

/** Runs jobs, one after the other, until the daemon goes away. */
async function runOn(round: number): Promise<void> {
  for (let at = 0; ; at += 1) {
    try {
      await lab.run({ fun: "test.echo", arg: packed([round, at]) });
    } catch {
      return;
    }
  }
}

test("kill -9 at random moments loses no acknowledged return and no job that reached a minion", async () => {
  const before = lab.swarm.acknowledged().length;
  const readyMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await lab.newCaller();
    const running = Promise.all([runOn(round), runOn(round), runOn(round)]);
    const begun = lab.swarm.acknowledged().length;
    await until(() => lab.swarm.acknowledged().length > begun, {
      timeoutMs: 20_000,
      about: "first return",
      everyMs: 1,
    });
    await delay(Math.random() * 300);
    await lab.master.end("SIGKILL");
    await running;
    const at = performance.now();
    await lab.master.startAgain();
    readyMs.push(performance.now() - at);
    await lab.allSubscribed();
  }

  const sent = lab.swarm.acknowledged();
  expect(sent.length).toBeGreaterThan(before + rounds * 10);
  expect(await lab.notStored(sent)).toEqual([]);

  const heard = new Set(lab.swarm.minions.flatMap((minion) => minion.heard.map(({ jid }) => jid)));
  const caller = await lab.caller();
  const unknown: string[] = [];
  for (const jid of heard) if ((await caller.ask("jobs.get", { jid })) === null) unknown.push(jid);
  expect(unknown).toEqual([]);
  expect(Math.max(...readyMs)).toBeLessThan(15_000);
});

test("jobs that were open when the master was killed are followed to their end", async () => {
  const caller = await lab.caller();
  // Answers to probes of the killed one are nobody's jobs.
  expect((await caller.ask("jobs.list", { limit: 500 })).jobs.map(({ fun }) => fun)).not.toContain("saltutil.find_job");
  const open = async () =>
    (await caller.ask("jobs.list", { limit: 500 })).jobs.filter(({ state }) => state === "running");
  await until(async () => (await open()).length === 0, { timeoutMs: 60_000, about: "end of all jobs", everyMs: 200 });

  // A minion that was cut off three times gives a return up, as stock ones do: then it is lost, and the job says so.
  const fates = new Map<string, "acknowledged" | "heard">();
  for (const { id, heard } of lab.swarm.minions) for (const { jid } of heard) fates.set(`${jid} ${id}`, "heard");
  for (const { jid, minion } of lab.swarm.acknowledged()) fates.set(`${jid} ${minion}`, "acknowledged");
  const wrong: string[] = [];
  for (const { jid } of (await caller.ask("jobs.list", { limit: 500 })).jobs) {
    for (const { minion, outcome } of (await lab.job(jid)).results) {
      const fate = fates.get(`${jid} ${minion}`);
      const fits =
        fate === "acknowledged"
          ? outcome === "returned"
          : fate === "heard"
            ? outcome === "returned" || outcome === "lost"
            : outcome === "offline" || outcome === "lost";
      if (!fits) wrong.push(`${jid} ${minion}: ${fate ?? "not heard"}, ${outcome}`);
    }
  }
  expect(wrong).toEqual([]);
});
