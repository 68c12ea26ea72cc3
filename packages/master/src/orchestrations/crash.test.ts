import type { Value } from "@salina/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settle } from "../testing/hand-clock.js";
import { comparable, Life, request, Site, step } from "./testing/crashing-world.js";

const on = (more: Readonly<Record<string, Value>> = {}) => ({ tgt: "*", ...more });
const requires = (id: string) => ({ require: [new Map([["salt", id]])] });

/** Plans with each kind of step. */
const plans: Readonly<Record<string, Readonly<Record<string, readonly ReturnType<typeof step>[]>>>> = {
  "jobs one after the other": {
    deploy: [
      step("one", "salt.function", on(), "test.ping"),
      step("two", "salt.function", on({ arg: ["x"], ...requires("one") }), "cmd.run"),
      step("three", "test.succeed_with_changes"),
    ],
  },
  "batches, and what watches": {
    deploy: [
      step("rolling", "salt.function", on({ batch: 1 }), "service.restart"),
      step("told", "test.nop", { watch: [new Map([["salt", "rolling"]])] }),
      step("listening", "test.nop", { listen: [new Map([["salt", "rolling"]])] }),
    ],
  },
  "a failure and what is done about it": {
    deploy: [
      step("bad", "salt.state", on({ sls: "broken" })),
      step("mend", "salt.function", on({ onfail: [new Map([["salt", "bad"]])] }), "service.mend"),
      step("after", "salt.function", on(requires("bad")), "cmd.never"),
    ],
  },
  "an orchestration within": {
    deploy: [
      step("first", "salt.function", on(), "test.ping"),
      step("inner", "salt.runner", { kwarg: new Map([["mods", "inner"]]), ...requires("first") }, "state.orchestrate"),
      step("last", "salt.function", on(requires("inner")), "test.version"),
    ],
    inner: [
      step("deep", "salt.function", on(), "grains.items"),
      step("deeper", "salt.function", on(requires("deep")), "pillar.items"),
    ],
  },
  "two at the same time": {
    deploy: [
      step("left", "salt.function", on({ parallel: true }), "cmd.left"),
      step("right", "salt.function", on({ parallel: true }), "cmd.right"),
      step(
        "join",
        "salt.function",
        on({ require: [new Map([["salt", "left"]]), new Map([["salt", "right"]])] }),
        "cmd.join",
      ),
    ],
  },
};

function siteOf(plan: (typeof plans)[string]): Site {
  const site = new Site();
  for (const [name, chunks] of Object.entries(plan)) site.plans.set(name, chunks);
  site.answers.set("state.sls", () => ["it is broken"]);
  return site;
}

/** Lives until it is dead or the run has ended. */
async function live(life: Life, begin: (life: Life) => Promise<void>) {
  const run = begin(life).then(() => life.orchestrations.wait(jid));
  run.catch(() => undefined);
  let end: Awaited<typeof run> | undefined;
  run.then(
    (value) => {
      end = value;
    },
    () => undefined,
  );
  for (let turn = 0; turn < 50 && end === undefined && !life.isDead; turn++) await settle();
  return end;
}

const jid = "20261123000000000001";

async function whole(plan: (typeof plans)[string], lifetimes: readonly number[]) {
  const site = siteOf(plan);
  const begin = async (life: Life) => {
    if (await life.orchestrations.has(jid)) await life.orchestrations.resumeAll();
    else await life.orchestrations.start(request(jid));
  };
  for (const lifetime of lifetimes) {
    const end = await live(new Life(site, lifetime), begin);
    if (end) return { site, end, lives: false };
  }
  return { site, end: await live(new Life(site), begin), lives: true };
}

describe("a daemon that is killed in the middle of an orchestration", () => {
  for (const [name, plan] of Object.entries(plans)) {
    test(`${name}: killed before and after each act, the run goes on, and nothing is done twice`, async () => {
      const calm = await whole(plan, []);
      expect(calm.end).toBeDefined();
      let killed = 0;
      for (let lifetime = 1; ; lifetime++) {
        const stormy = await whole(plan, [lifetime]);
        expect(comparable(stormy.end?.data ?? null)).toEqual(comparable(calm.end?.data ?? null));
        expect(stormy.end?.state).toBe(calm.end?.state);
        expect(stormy.site.done.toSorted()).toEqual(calm.site.done.toSorted());
        expect((await stormy.site.store.runs.get(jid))?.state).toBe(calm.end?.state);
        if (!stormy.lives) break;
        killed++;
      }
      expect(killed).toBeGreaterThan(8);
    });
  }

  test("killed again and again at any place, it comes to the same end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(plans)),
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
        async (plan, lifetimes) => {
          const calm = await whole(plan, []);
          const stormy = await whole(plan, lifetimes);
          expect(comparable(stormy.end?.data ?? null)).toEqual(comparable(calm.end?.data ?? null));
          expect(stormy.site.done.toSorted()).toEqual(calm.site.done.toSorted());
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });
});
