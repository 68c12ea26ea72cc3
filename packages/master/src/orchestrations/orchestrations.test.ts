import { SalinaError } from "@salina/api";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { settle } from "../testing/hand-clock.js";
import { Life, request, Site, step } from "./testing/crashing-world.js";

const jid = "20261123000000000001";
const on = (more: Readonly<Record<string, Value>> = {}) => ({ tgt: "*", ...more });

let site: Site;
let life: Life;

beforeEach(() => {
  site = new Site();
  life = new Life(site);
});

function plan(...chunks: ValueMap[]): void {
  site.plans.set("deploy", chunks);
}

/** The result of a step by its id. */
function resultOf(data: Value, id: string): ValueMap {
  const found = isMap(data) ? [...data.values()].find((one) => isMap(one) && one.get("__id__") === id) : undefined;
  return isMap(found) ? found : new Map();
}

async function run(more: Parameters<typeof request>[1] = {}) {
  await life.orchestrations.start(request(jid, more));
  return await life.orchestrations.wait(jid);
}

async function refused(what: Promise<unknown>): Promise<SalinaError> {
  const error: unknown = await what.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (!(error instanceof SalinaError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe("an operator", () => {
  beforeEach(() =>
    plan(step("one", "salt.function", on(), "test.ping"), step("two", "salt.function", on(), "cmd.run")),
  );

  test("pauses a run before a step, and lets it go on, over a restart too", async () => {
    site.answers.set("test.ping", () => true);
    await life.orchestrations.start(request(jid));
    await life.orchestrations.pause(jid, "two", null, "ann");
    await settle();
    expect(site.done).toEqual(["test.ping web1", "test.ping web2"]);
    expect((await life.orchestrations.list({ limit: 1 }))[0]?.state).toBe("paused");
    life.orchestrations.close();

    life = new Life(site);
    await life.orchestrations.resumeAll();
    await settle();
    expect(site.done).toHaveLength(2);
    await life.orchestrations.unpause(jid, "two", "ann");

    expect(await life.orchestrations.wait(jid)).toMatchObject({ state: "succeeded", retcode: 0 });
    expect(site.done).toHaveLength(4);
  });

  test("pauses for a time", async () => {
    await life.orchestrations.start(request(jid));
    await life.orchestrations.pause(jid, "two", 60_000, "ann");
    await settle();
    expect(site.done).toEqual(["test.ping web1", "test.ping web2"]);
    await site.clock.advance(60_001);
    expect((await life.orchestrations.wait(jid)).state).toBe("succeeded");
  });

  test("ends a run before a step; later it goes on from there", async () => {
    await life.orchestrations.start(request(jid));
    await life.orchestrations.softKill(jid, "two", "ann");

    expect(await life.orchestrations.wait(jid)).toMatchObject({ state: "cancelled", retcode: 1 });
    await life.orchestrations.retry(jid, "ann", null);

    expect((await life.orchestrations.wait(jid)).state).toBe("succeeded");
    expect(site.done).toEqual(["test.ping web1", "test.ping web2", "cmd.run web1", "cmd.run web2"]);
  });

  test("stops the master: what fails on the way down is not held against the run", async () => {
    const { send } = site;
    site.send = () => {
      life.orchestrations.close();
      throw new Error("the master is stopping");
    };
    await life.orchestrations.start(request(jid));
    await settle();
    expect((await life.orchestrations.list({ limit: 1 }))[0]).toMatchObject({ state: "running", endedAt: null });

    site.send = send;
    life = new Life(site);
    await life.orchestrations.resumeAll();

    expect((await life.orchestrations.wait(jid)).state).toBe("succeeded");
    expect(site.done).toEqual(["test.ping web1", "test.ping web2", "cmd.run web1", "cmd.run web2"]);
  });

  test("cancels a run in the middle of a step", async () => {
    plan(
      step("wait", "salt.wait_for_event", { id_list: ["web1"] }, "never/*"),
      step("two", "salt.function", on(), "cmd.run"),
    );
    await life.orchestrations.start(request(jid));
    await settle();
    await life.orchestrations.cancel(jid, "ann");

    const { state, data } = await life.orchestrations.wait(jid);
    expect(state).toBe("cancelled");
    expect(resultOf(data, "wait").get("comment")).toContain("Cancelled by ann");
    expect(site.done).toEqual([]);
  });

  test("runs a failed run again from the step that failed, once what was wrong is mended", async () => {
    plan(
      step("one", "salt.function", on(), "test.ping"),
      step("two", "salt.state", on({ sls: "web", require: [new Map([["salt", "one"]])] })),
      step("three", "salt.function", on({ require: [new Map([["salt", "two"]])] }), "cmd.run"),
    );
    site.answers.set("state.sls", () => ["No matching sls found"]);
    expect(await run()).toMatchObject({ state: "failed", retcode: 1 });
    site.answers.set(
      "state.sls",
      () =>
        new Map([
          [
            "a",
            new Map<Value, Value>([
              ["result", true],
              ["changes", new Map()],
            ]),
          ],
        ]),
    );

    await life.orchestrations.retry(jid, "ann", null);

    const { data, state } = await life.orchestrations.wait(jid);
    expect(state).toBe("succeeded");
    expect(resultOf(data, "two").get("comment")).toBe("States ran successfully. No changes made to web1, web2.");
    expect(site.done.filter((one) => one === "test.ping web1")).toHaveLength(1);
    expect(site.done.filter((one) => one === "state.sls web1")).toHaveLength(2);
  });

  test("is told where a run is not there, or not in the state for it", async () => {
    expect((await refused(life.orchestrations.pause(jid, null, null, "ann"))).code).toBe("not-found");
    expect((await refused(life.orchestrations.retry(jid, "ann", null))).code).toBe("not-found");
  });
});

describe("guards", () => {
  const wipe = step("wipe", "salt.state", on({ sls: "rootfs.wipe", destructive: true }));
  const rest = (more: Partial<ConstructorParameters<typeof Life>[2] & object> = {}) => {
    life = new Life(site, Number.POSITIVE_INFINITY, more);
  };

  test("destructive steps need a word, which names them, and is good for this plan, these minions and this user only", async () => {
    plan(step("look", "salt.function", on(), "test.ping"), wipe);
    const error = await refused(run());
    expect(error.code).toBe("approval-needed");
    expect(error.message).toContain("wipe: salt.state rootfs.wipe on web1, web2");
    const { word } = await life.orchestrations.preview(request(jid));
    const confirm = word ?? "";

    expect((await refused(run({ confirm, user: "eve" }))).message).toContain("another user");
    expect((await refused(run({ confirm: "!" }))).message).toContain("none of this master's");
    site.minions.push("web3");
    expect((await refused(run({ confirm }))).message).toContain("other minions");
    site.minions.pop();
    expect(site.done).toEqual([]);
    expect(await site.store.runs.list({ limit: 9 })).toEqual([]);
    await run({ confirm });
    expect(site.done).toContain("state.sls web2");
  });

  test("the word is good for a limited time", async () => {
    plan(wipe);
    const { word } = await life.orchestrations.preview(request(jid));
    await site.clock.advance(60_001);
    expect((await refused(run({ confirm: word }))).message).toContain("its time is over");
  });

  test("a minion that has come to match since the approval is not touched", async () => {
    plan(step("wait", "salt.wait_for_event", { id_list: ["web1"] }, "go"), wipe);
    const { word } = await life.orchestrations.preview(request(jid));
    await life.orchestrations.start(request(jid, { confirm: word }));
    await settle();
    site.minions.push("web3");
    life.events.fire("go", new Map([["id", "web1"]]));

    const { data } = await life.orchestrations.wait(jid);
    expect(resultOf(data, "wipe").get("comment")).toContain("was not approved for web3: nothing was sent");
    expect(site.done).toEqual([]);
  });

  test("destructive steps of an orchestration within are part of what is approved", async () => {
    plan(step("inner", "salt.runner", { kwarg: new Map([["mods", "inner"]]) }, "state.orchestrate"));
    site.plans.set("inner", [wipe]);
    expect((await refused(run())).message).toContain("wipe: salt.state rootfs.wipe");
    const { word } = await life.orchestrations.preview(request(jid));
    await run({ confirm: word });
    expect(site.done).toContain("state.sls web1");
  });

  test("in test mode nothing needs an approval, and nothing is done, in no orchestration within either", async () => {
    plan(
      step("f", "salt.function", on(), "cmd.run"),
      step("w", "salt.wheel", {}, "key.accept"),
      step("inner", "salt.runner", { kwarg: new Map([["mods", "inner"]]) }, "state.orchestrate"),
      step("p", "salt.parallel_runners", { runners: new Map([["a", [new Map([["name", "state.orchestrate"]])]]]) }),
      step("r", "salt.reboot", on()),
      step("s", "salt.state", on({ sls: "web", test: false })),
    );
    site.plans.set("inner", [wipe]);

    const { data } = await run({ test: true });

    expect(site.done).toEqual(["state.sls web1", "state.sls web2"]);
    const [job] = site.jobs.values();
    expect(Buffer.from(job?.request.arg ?? []).toString("latin1")).toContain("\xa4test\xc3");
    expect(site.runnersDone).toEqual([]);
    for (const id of ["f", "w", "inner", "p", "r"]) expect(resultOf(data, id).get("result")).toBeNull();
  });

  test("SLS that may run unattended need no word", async () => {
    plan(wipe);
    rest({ unattended: ["dep*"] });
    await run();
    expect(site.done).toContain("state.sls web1");
  });

  test("a step touches no more minions than its limit, or the master's", async () => {
    plan(
      step("one", "salt.function", on({ max_minions: 1 }), "cmd.run"),
      step("two", "salt.function", on(), "cmd.run"),
    );
    const { data } = await run();
    expect(resultOf(data, "one").get("comment")).toContain(
      "would touch 2 minions, and its limit is 1: nothing was sent",
    );
    expect(resultOf(data, "two").get("result")).toBe(true);

    rest({ maxMinionsPerStep: 1 });
    await life.orchestrations.start(request("20261123000000000002"));
    const again = await life.orchestrations.wait("20261123000000000002");
    expect(resultOf(again.data, "two").get("comment")).toContain("its limit is 1");
  });
});

describe("what is wrong", () => {
  test("what does not compile ends the run failed, with the errors as its data", async () => {
    expect(await run({ what: { kind: "sls", mods: ["nowhere"], exclude: null } })).toMatchObject({
      state: "failed",
      data: ["No matching sls found for 'nowhere' in env 'base'"],
    });
    expect((await life.orchestrations.list({ limit: 1 }))[0]).toMatchObject({
      state: "failed",
      endedAt: site.clock.now(),
    });
  });

  test("a step that nobody knows, and one that lacks an argument, say so", async () => {
    plan(step("a", "cmd.run"), step("b", "salt.state", { sls: "x" }), step("c", "salt.state", { tgt: "*" }));
    const { data } = await run();
    expect(resultOf(data, "a").get("comment")).toContain("State 'cmd.run' was not found in SLS 'deploy'");
    expect(resultOf(data, "b").get("comment")).toBe("Missing parameter tgt for state salt.state\n");
    expect(resultOf(data, "c").get("comment")).toBe("No highstate or sls specified, no execution made");
  });

  test("a minion that has lost its job is named, with the reason", async () => {
    plan(step("s", "salt.state", { tgt: ["web1", "gone"], tgt_type: "list", sls: "x" }));
    site.send = () => undefined;
    const { data } = await run();
    expect(resultOf(data, "s").get("comment")).toContain(
      "Minion gone did not return a state result: gone is connected, but neither runs the job nor has returned it.",
    );
  });

  test("an event that does not come is waited for no longer than its limit", async () => {
    plan(step("w", "salt.wait_for_event", { id_list: ["web1", "web2"], timeout: 20 }, "salt/minion/*/start"));
    await life.orchestrations.start(request(jid));
    await settle();
    life.events.fire("salt/minion/web2/start", new Map([["id", "web2"]]));
    await site.clock.advance(20_001);
    const { data } = await life.orchestrations.wait(jid);
    expect(resultOf(data, "w").get("comment")).toBe("Timeout value reached. Not seen: web1.");
    expect(resultOf(data, "w").get("changes")).toEqual(new Map([["minions_seen", ["web2"]]]));
  });

  test("a disk that is full ends the run failed; the daemon goes on, and so does the run when there is room", async () => {
    plan(step("one", "salt.function", on(), "test.ping"), step("two", "salt.function", on(), "cmd.run"));
    const { append } = site.store.runs;
    let left = 6;
    Object.assign(site.store.runs, {
      append: (...given: Parameters<typeof append>) =>
        left-- > 0 ? append(...given) : Promise.reject(new Error("database or disk is full")),
    });
    life = new Life(site);
    const { state, data } = await run();
    expect(state).toBe("failed");
    expect(String(data)).toContain("database or disk is full");

    Object.assign(site.store.runs, { append });
    life = new Life(site);
    await life.orchestrations.resumeAll();
    if ((await site.store.runs.get(jid))?.endedAt !== null) await life.orchestrations.retry(jid, "root", null);
    expect((await life.orchestrations.wait(jid)).state).toBe("succeeded");
    expect(site.done.toSorted()).toEqual(["cmd.run web1", "cmd.run web2", "test.ping web1", "test.ping web2"]);
  });

  test("conditions keep a step from being run", async () => {
    plan(
      step("a", "salt.function", on({ onlyif: "false" }), "cmd.run"),
      step("b", "salt.function", on({ unless: ["false", "true"] }), "cmd.run"),
      step("c", "salt.function", on({ creates: "/there" }), "cmd.run"),
      step("d", "test.nop", { onlyif: [new Map([["fun", "test.true"]])], check_cmd: "false" }),
    );
    const { data } = await run();
    expect(resultOf(data, "a").get("comment")).toBe("onlyif condition is false");
    expect(resultOf(data, "b").get("comment")).toBe("unless condition is true");
    expect(resultOf(data, "c").get("comment")).toBe("/there exists");
    expect(resultOf(data, "d").get("comment")).toBe("check_cmd determined the state failed");
    expect(site.done).toEqual([]);
  });
});

describe("salt.reboot", () => {
  test("is done when each minion has another boot id", async () => {
    plan(step("again", "salt.reboot", on({ batch: 1, interval: 1 })));
    site.answers.set("cmd.run", (minion) =>
      site.done.includes(`system.reboot ${minion}`) && site.clock.now() > Date.UTC(2026, 0, 1) + 4000
        ? `new ${minion}`
        : "old",
    );
    await life.orchestrations.start(request(jid));
    await site.clock.advance(60_000);
    const { data } = await life.orchestrations.wait(jid);
    expect(resultOf(data, "again").get("comment")).toBe("Rebooted, and back: web1, web2.");
    const changes = resultOf(data, "again").get("changes");
    expect(isMap(changes) && changes.get("web2")).toEqual(
      new Map<Value, Value>([
        [
          "boot_id",
          new Map([
            ["old", "old"],
            ["new", "new web2"],
          ]),
        ],
        ["back_after_seconds", 1],
      ]),
    );
    expect(site.done.filter((one) => one.startsWith("system.reboot"))).toEqual([
      "system.reboot web1",
      "system.reboot web2",
    ]);
  });

  test("hears minions that take longer to answer than it waits before it asks again", async () => {
    site.pingTakesMs = 3500;
    plan(step("again", "salt.reboot", on({ interval: 1 })));
    site.answers.set("cmd.run", (minion) => (site.done.includes(`system.reboot ${minion}`) ? `new ${minion}` : "old"));
    await life.orchestrations.start(request(jid));
    await site.clock.advance(60_000);
    const { data } = await life.orchestrations.wait(jid);
    expect(resultOf(data, "again").get("comment")).toBe("Rebooted, and back: web1, web2.");
  });

  test("says which one did not come back, and does not go on to the next", async () => {
    plan(step("again", "salt.reboot", on({ batch: 1, timeout: 30 })));
    site.answers.set("cmd.run", () => "old");
    await life.orchestrations.start(request(jid));
    await site.clock.advance(120_000);
    const { data, state } = await life.orchestrations.wait(jid);
    expect(state).toBe("failed");
    expect(resultOf(data, "again").get("comment")).toBe(
      "Not back within 30 seconds: web1 (it answers, and has not rebooted). Not rebooted: web2.",
    );
  });
});
