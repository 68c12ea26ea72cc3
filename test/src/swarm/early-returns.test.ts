import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SwarmLab } from "./swarm-lab.js";

// Minions that answer before the publish call has returned, or a few milliseconds later.
const jobs = 2000;
const callersAtOnce = 24;

let lab: SwarmLab;
beforeAll(async () => {
  lab = await SwarmLab.start({
    count: 3,
    config: { timeout: 20 },
    async answer() {
      const waitMs = Math.floor(Math.random() * 6);
      if (waitMs > 0) await delay(waitMs);
      return { value: true };
    },
  });
});
afterAll(() => lab?.end());

test(`of ${jobs} jobs that are answered at once every answer counts, for who follows and in the store`, async () => {
  let begun = 0;
  const unfinished: string[] = [];
  const jids: string[] = [];
  const target = { type: "glob", expression: "sim?-*" } as const;
  async function callOn(): Promise<void> {
    while (begun < jobs) {
      begun += 1;
      const { jid, state } = await lab.run({ target });
      jids.push(jid);
      if (state !== "succeeded") unfinished.push(`${jid}: ${state}`);
    }
  }
  await Promise.all(Array.from({ length: callersAtOnce }, callOn));

  const stored: string[] = [];
  for (const jid of jids) {
    const { state, endedAt, results } = await lab.job(jid);
    if (
      state === "succeeded" &&
      endedAt !== null &&
      results.every(({ outcome, late }) => outcome === "returned" && !late)
    )
      stored.push(jid);
  }
  expect(unfinished).toEqual([]);
  expect(stored.length).toBe(jobs);
  expect(new Set(jids).size).toBe(jobs);
  const ended = lab.master.log().match(/"event":"job\.ended"/g) ?? [];
  expect(ended.length).toBe(jobs);
});
