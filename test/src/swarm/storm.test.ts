import { afterAll, beforeAll, expect, test } from "vitest";
import { SwarmLab } from "./swarm-lab.js";

const count = 400;

let lab: SwarmLab;
beforeAll(async () => {
  lab = await SwarmLab.start({ count, config: { timeout: 20 } });
});
afterAll(() => lab?.end());

test(`after a restart ${count} minions authenticate at once, and all answer the first job`, async () => {
  // A fleet at work: the master knows whom to expect back.
  expect((await lab.run()).state).toBe("succeeded");
  const before = lab.swarm.minions.map(({ authentications }) => authentications);
  await lab.master.restart("SIGKILL");
  // At once: the job waits for those who are still on their way.
  await lab.newCaller();
  const begun = performance.now();
  const { jid, state } = await lab.run();
  const tookMs = performance.now() - begun;

  const silent = (await lab.job(jid)).results.filter(({ outcome }) => outcome !== "returned");
  expect(silent.map(({ minion, outcome }) => `${minion} ${outcome}`)).toEqual([]);
  expect(state).toBe("succeeded");
  expect(tookMs).toBeLessThan(20_000);
  // The shared key is a new one: each of them has asked for it, and was let in at the first time.
  const times = lab.swarm.minions.map(({ authentications }, at) => authentications - (before[at] ?? 0));
  expect(times.filter((time) => time !== 1)).toEqual([]);
  const { counters } = await (await lab.caller()).ask("status", null);
  expect(counters["request.auth-queue-full"] ?? 0).toBe(0);
});

test("the next job needs no authentication any more", async () => {
  const before = lab.swarm.minions.map(({ authentications }) => authentications);

  expect((await lab.run()).state).toBe("succeeded");
  expect(lab.swarm.minions.map(({ authentications }) => authentications)).toEqual(before);
});
