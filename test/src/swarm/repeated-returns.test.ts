import { once } from "node:events";
import { type SimulatedMinion, until } from "@salina/lab";
import { encode } from "@salina/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packed, SwarmLab } from "./swarm-lab.js";

let lab: SwarmLab;
let gate = new EventTarget();
beforeAll(async () => {
  lab = await SwarmLab.start({
    count: 6,
    config: { timeout: 1, gather_job_timeout: 1 },
    // `test.held` is ended by hand, `test.silent` never.
    async answer({ fun, id }) {
      if (fun === "test.silent") return null;
      if (fun === "test.held") await once(gate, "open");
      return { value: id };
    },
  });
});
afterAll(() => lab?.end());

const target = (...ids: string[]) => ({ type: "list" as const, expression: ids });
const minion = (at: number): SimulatedMinion => {
  const found = lab.swarm.minions[at];
  if (!found) throw new Error(`no minion ${at}`);
  return found;
};
const counters = async () => (await (await lab.caller()).ask("status", null)).counters;

test("the same return five times is stored once and acknowledged five times", async () => {
  const { jid } = await lab.run({ target: target(minion(0).id), fun: "test.echo", arg: packed([]) });
  const again = { jid, fun: "test.echo", value: minion(0).id };
  for (let time = 0; time < 5; time += 1) expect((await minion(0).returned(again)).acknowledgedAt).not.toBeNull();

  const { results, state } = await lab.job(jid);
  expect(results.map(({ outcome, late, value }) => ({ outcome, late, value }))).toEqual([
    { outcome: "returned", late: false, value: Buffer.from(packed(minion(0).id)) },
  ]);
  expect(state).toBe("succeeded");
  expect((await counters())["return.repeated"]).toBe(5);
  expect(lab.master.log()).not.toMatch(/attack/i);
});

test("five equal returns at the same moment make one result", async () => {
  const silent = await lab.publish({ target: target(minion(1).id), fun: "test.silent" });
  const sent = await Promise.all(
    Array.from({ length: 5 }, () => minion(1).returned({ jid: silent.jid, fun: "test.silent", value: 7 })),
  );

  expect(sent.every(({ acknowledgedAt }) => acknowledgedAt !== null)).toBe(true);
  expect((await lab.job(silent.jid)).results.map(({ outcome }) => outcome)).toEqual(["returned"]);
});

test("a second, different return is acknowledged and leaves the first in its place", async () => {
  const { jid } = await lab.run({ target: target(minion(2).id), fun: "test.echo" });
  const other = await minion(2).returned({ jid, fun: "test.echo", value: "another", retcode: 1 });

  expect(other.acknowledgedAt).not.toBeNull();
  const [result] = (await lab.job(jid)).results;
  expect(result?.outcome).toBe("returned");
  expect(result?.value).toEqual(Buffer.from(encode(minion(2).id)));
  expect((await counters())["return.different"]).toBe(1);
});

test("a return after the job was given up is stored as late, and the job's state follows it", async () => {
  const { jid, state } = await lab.run({ target: target(minion(3).id), fun: "test.silent" });
  expect(state).toBe("failed");
  expect((await lab.job(jid)).results.map(({ outcome }) => outcome)).toEqual(["lost"]);

  await minion(3).returned({ jid, fun: "test.silent", value: "at last" });

  const job = await lab.job(jid);
  expect(job.results.map(({ outcome, late }) => ({ outcome, late }))).toEqual([{ outcome: "returned", late: true }]);
  expect(job.state).toBe("succeeded");
});

test("a job that runs longer than timeout and gather timeout is waited for, and its return is not late", async () => {
  gate = new EventTarget();
  const running = lab.run({ target: target(minion(4).id), fun: "test.held" });
  const probes = () => minion(4).returns.filter(({ fun }) => fun === "saltutil.find_job").length;
  await until(() => probes() >= 2, { timeoutMs: 20_000, about: "second probe" });
  gate.dispatchEvent(new Event("open"));

  const { jid, state } = await running;
  expect(state).toBe("succeeded");
  expect((await lab.job(jid)).results.map(({ outcome, late }) => ({ outcome, late }))).toEqual([
    { outcome: "returned", late: false },
  ]);
});

test("a return for a job that nobody published makes a record of its own", async () => {
  const jid = "20200101000000000000";
  const sent = await minion(0).returned({ jid, fun: "state.apply", value: "scheduled" });

  expect(sent.acknowledgedAt).not.toBeNull();
  const job = await lab.job(jid);
  expect(job.results.map(({ minion: id, outcome, late }) => ({ id, outcome, late }))).toEqual([
    { id: minion(0).id, outcome: "returned", late: false },
  ]);
  expect(job.endedAt).not.toBeNull();
});

test("a return from a minion that was not targeted is kept and does not change what became of the job", async () => {
  gate = new EventTarget();
  const [asked, unasked] = [minion(4), minion(5)];
  const heardBefore = asked.heard.length;
  const running = lab.run({ target: target(asked.id), fun: "test.held" });
  await until(() => asked.heard.length > heardBefore, { timeoutMs: 10_000, about: "the job", everyMs: 5 });
  const jid = asked.heard.at(-1)?.jid ?? "";
  const sent = await unasked.returned({ jid, fun: "test.held", value: "me too", retcode: 1 });
  const open = await lab.job(jid);
  gate.dispatchEvent(new Event("open"));

  expect(sent.acknowledgedAt).not.toBeNull();
  expect(open.state).toBe("running");
  expect((await running).state).toBe("succeeded");
  const { state, results } = await lab.job(jid);
  expect(state).toBe("succeeded");
  expect(results.map(({ minion: id, outcome }) => `${id} ${outcome}`)).toEqual([
    `${asked.id} returned`,
    `${unasked.id} failed`,
  ]);
});
