import { chmod, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packed, SwarmLab } from "./swarm-lab.js";

const count = 60;

let lab: SwarmLab;
beforeAll(async () => {
  lab = await SwarmLab.start({ count, config: { timeout: 15, loop_interval: 1 } });
});
afterAll(() => lab?.end());

/** How stock `salt-key -d` asks for a new shared key: it appears whole, with its mode. */
async function dropFile(): Promise<void> {
  const file = join(lab.directory, "master", "cache", ".dfn");
  await writeFile(`${file}.made`, "");
  await chmod(`${file}.made`, 0o400);
  await rename(`${file}.made`, file);
}

const rotations = () => (lab.master.log().match(/"event":"key\.rotated"/g) ?? []).length;

/** Rotates while jobs go out from three callers; resolves with the jobs that not all minions have answered. */
async function underLoad(rotate: () => Promise<unknown>, times: number): Promise<string[]> {
  let going = true;
  const bad: string[] = [];
  const callOn = async () => {
    for (let at = 0; going; at += 1) {
      const { jid, state } = await lab.run({ fun: "test.echo", arg: packed([at]) });
      if (state === "succeeded") continue;
      const { results } = await lab.job(jid);
      for (const { minion, outcome } of results) if (outcome !== "returned") bad.push(`${jid} ${minion} ${outcome}`);
    }
  };
  const calling = Promise.all([callOn(), callOn(), callOn()]);
  for (let time = 0; time < times; time += 1) {
    const before = rotations();
    await rotate();
    await until(() => rotations() > before, { timeoutMs: 10_000, about: "new key", everyMs: 20 });
    await delay(300);
  }
  going = false;
  await calling;
  return bad;
}

test("a new shared key under load costs no connected minion of any era a job", async () => {
  const before = lab.swarm.minions.map(({ authentications }) => authentications);

  expect(await underLoad(dropFile, 2)).toEqual([]);
  // Each has noticed each key.
  const times = lab.swarm.minions.map(({ authentications }, at) => authentications - (before[at] ?? 0));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(2);
});

test("keys that are deleted one after the other, each with a new shared key, cost the others no job", async () => {
  const caller = await lab.caller();
  let next = 0;
  const deleteOne = async () => {
    next += 1;
    const id = `gone${next}`;
    await writeFile(join(lab.master.pkiDir, "minions", id), await lab.anyPublicKey(), { mode: 0o600 });
    await caller.ask("keys.change", { action: "delete", keys: [{ id, state: "accepted" }], rotateAesKey: true });
  };

  expect(await underLoad(deleteOne, 2)).toEqual([]);
});
