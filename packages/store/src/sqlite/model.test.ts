import { stateResults } from "@salina/api";
import { encode, toValue } from "@salina/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryStore } from "../memory-store.js";
import type { Store } from "../port.js";
import { aJob, anOutcome, aReturn } from "../testing/build.js";
import { empty } from "../testing/empty.js";
import { scratchFiles } from "../testing/scratch.js";
import { openSqliteStore } from "./sqlite-store.js";

const newFile = scratchFiles();

type Step = (store: Store) => Promise<unknown>;

const jid = fc.constantFrom("20260101000000000001", "20260101000000000002", "20260101000000000003");
const minion = fc.constantFrom("node1", "node2", "node3", "unasked");
const time = fc.integer({ min: 0, max: 50 }).map((n) => (n < 25 ? n : Date.UTC(2026, 0, 1) + n));
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

const stateRun = fc
  .array(
    fc.record({
      id: fc.constantFrom("web", "db"),
      result: fc.constantFrom(true, false, null),
      changes: fc.constantFrom({}, { a: 1 }),
    }),
    { maxLength: 3 },
  )
  .map((states) =>
    encode(
      new Map(
        states.map(({ id, result, changes }, n) => [
          `pkg_|-${id}_|-n${n}_|-installed`,
          toValue({ __id__: id, result, changes }),
        ]),
      ),
    ),
  );
const aCreate = fc
  .record({
    jid,
    minions: fc.subarray(["node1", "node2", "node3"]),
    fun: fc.constantFrom<string | string[]>("test.ping", "cmd.run", ["test.ping", "cmd.run"]),
    user: fc.constantFrom("ann", "bob"),
    startedAt: time,
  })
  .map((parts) => ({ what: "create", parts, step: ((store) => store.jobs.create(aJob(parts))) satisfies Step }));
const anAnswer = fc
  .record({
    jid,
    minion,
    value: fc.oneof(fc.uint8Array({ maxLength: 1, max: 1 }), stateRun),
    retcode: maybe(fc.integer({ min: 0, max: 1 })),
    success: maybe(fc.boolean()),
    late: fc.boolean(),
    returnedAt: time,
  })
  .map((parts) => ({ what: "return", parts, step: ((store) => store.jobs.addReturn(aReturn(parts))) satisfies Step }));
const outcomes = fc
  .array(
    fc.record({
      jid,
      minion,
      outcome: fc.constantFrom("running" as const, "offline" as const, "lost" as const),
      confirmedAt: maybe(time),
      connected: maybe(fc.boolean()),
    }),
    { maxLength: 4 },
  )
  .map((parts) => ({
    what: "outcomes",
    parts,
    step: ((store) => store.jobs.setOutcomes(parts.map(anOutcome))) satisfies Step,
  }));
const anEnd = fc
  .record({ jid, at: time })
  .map((parts) => ({ what: "end", parts, step: ((store) => store.jobs.end(parts.jid, parts.at)) satisfies Step }));
const aPrune = fc.record({ before: time, limit: fc.integer({ min: 0, max: 3 }) }).map((parts) => ({
  what: "prune",
  parts,
  step: ((store) => store.jobs.prune(parts.before, parts.limit)) satisfies Step,
}));
const aSearch = fc
  .record(
    {
      limit: fc.integer({ min: 0, max: 3 }),
      before: jid,
      funs: fc.subarray(["cmd.run", "test.ping", "none"]),
      user: fc.constantFrom("ann", "bob"),
      minions: fc.subarray(["node1", "node3", "unasked"]),
      outcome: fc.constantFrom("running" as const, "returned" as const, "failed" as const, "offline" as const),
      state: fc.constantFrom("running" as const, "succeeded" as const, "partial" as const, "failed" as const),
      stateId: fc.constantFrom("web", "db"),
      from: time,
      to: time,
    },
    { requiredKeys: ["limit"] },
  )
  .chain((filter) =>
    filter.stateId === undefined
      ? fc.constant(filter)
      : fc.option(fc.constantFrom(...stateResults), { nil: undefined }).map((stateResult) => ({
          ...filter,
          ...(stateResult === undefined ? {} : { stateResult }),
        })),
  )
  .map((parts) => ({
    what: "search",
    parts,
    step: ((store) => Promise.all([store.jobs.list(parts), store.jobs.names(), store.jobs.oldest()])) satisfies Step,
  }));
const aRead = fc.record({ jid, minion, fun: fc.option(fc.constant("cmd.run"), { nil: undefined }) }).map((parts) => ({
  what: "read",
  parts,
  step: ((store) =>
    Promise.all([
      store.jobs.get(parts.jid),
      store.jobs.result(parts.jid, parts.minion),
      store.jobs.conflicts(parts.jid),
      store.jobs.open(),
      store.jobs.list({ limit: 2, before: parts.jid, ...(parts.fun ? { funs: [parts.fun] } : {}) }),
      store.jobs.list({ limit: 9, user: "ann" }),
    ])) satisfies Step,
}));
const minionWork = fc
  .record({ id: minion, era: fc.constantFrom(0, 2, 3), at: time, kind: fc.integer({ min: 0, max: 9 }) })
  .map((parts) => ({ what: "minion", parts, step: ((store) => workOnMinion(store, parts)) satisfies Step }));

function workOnMinion(store: Store, parts: { id: string; era: number; at: number; kind: number }): Promise<unknown> {
  const { id, era, at, kind } = parts;
  if (kind === 0) return store.minions.proveEra(id, era);
  if (kind === 1) return store.minions.forgetEra(id);
  if (kind === 2) return store.minions.saveData({ id: id, grains: Uint8Array.of(at), pillar: null }, at);
  if (kind === 3) return store.minions.remove(id);
  if (kind === 7) return store.minions.saveData({ id, grains: Uint8Array.of(at), pillar: null }, at);
  if (kind === 8) return store.minions.saveData({ id, grains: Uint8Array.of(at), pillar: Uint8Array.of(at, 0) }, at);
  if (kind === 9) return store.minions.data(["node2", id, "node1", id]);
  if (kind === 5) return store.minions.seenNow(id, at, era);
  if (kind === 4) return Promise.all([store.minions.get(id), store.minions.all()]);
  store.minions.seen(id, at, era);
  return Promise.resolve();
}

const mineWork = fc
  .record({
    minion: fc.constantFrom("node1", "node2"),
    fun: fc.constantFrom("a", "b"),
    value: fc.uint8Array({ maxLength: 1, max: 1 }),
    clear: fc.boolean(),
    kind: fc.integer({ min: 0, max: 4 }),
  })
  .map((parts) => ({ what: "mine", parts, step: ((store) => workOnMine(store, parts)) satisfies Step }));
function workOnMine(
  { mine, minions }: Store,
  parts: { minion: string; fun: string; value: Uint8Array; clear: boolean; kind: number },
): Promise<unknown> {
  const { minion, fun, value, clear, kind } = parts;
  if (kind === 0) return mine.remove(minion, fun);
  if (kind === 1) return mine.flush(minion);
  if (kind === 2) return minions.remove(minion);
  if (kind === 3) return mine.get(["node2", "node1"], ["b", "a"]);
  return mine.update(minion, [[fun, value]], { clear });
}

/** @param together whether the steps are all asked before any is answered, as callers do under load */
async function trace(store: Store, steps: readonly Step[], together: boolean): Promise<unknown> {
  const answers: PromiseSettledResult<unknown>[] = [];
  if (together) answers.push(...(await Promise.allSettled(steps.map((step) => step(store)))));
  else for (const step of steps) answers.push(...(await Promise.allSettled([step(store)])));
  return answers.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason)));
}

test("the store in SQLite answers as the store in memory does, whatever is asked", async () => {
  const anything = fc.oneof(
    { weight: 3, arbitrary: aCreate },
    { weight: 8, arbitrary: anAnswer },
    outcomes,
    anEnd,
    aPrune,
    { weight: 3, arbitrary: aRead },
    { weight: 5, arbitrary: aSearch },
    { weight: 3, arbitrary: minionWork },
    { weight: 3, arbitrary: mineWork },
  );
  const scenario = fc.array(anything, { minLength: 5, maxLength: 60, size: "max" });
  // One open file for all scenarios; each begins with nothing in it.
  const sqlite = await openSqliteStore({ file: newFile() });

  await fc.assert(
    fc.asyncProperty(scenario, fc.boolean(), async (planned, together) => {
      await empty(sqlite);
      const steps = planned.map(({ step }) => step);

      expect(await trace(sqlite, steps, together)).toEqual(await trace(memoryStore(), steps, together));
    }),
    { numRuns: 120, interruptAfterTimeLimit: 6000 },
  );
  await sqlite.close();
});
