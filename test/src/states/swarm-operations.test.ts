import { type EngineMachine, until, whyNoEngines } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EngineBench } from "./engine-bench.js";
import { daemon, listed, minionId, ok, swarmOf } from "./swarm-cases.js";

/** What is done to a swarm that there is: nodes come, go and fail. Minutes; `npm run test:swarm` runs it. */
const missing = process.env["SALINA_TEST_SWARM"] === undefined ? "run by npm run test:swarm" : whyNoEngines();
if (missing !== null) console.log(`SKIPPED: operations on a swarm of real engines: ${missing}`);

const limitMs = 280_000;
let bench: EngineBench;
/** An image on that machine alone: no registry is asked for it. */
async function importBusybox(machine: EngineMachine): Promise<void> {
  const program =
    "mkdir -p /run/bb/bin; cp /bin/busybox /run/bb/bin/; tar -C /run/bb -c . | docker import - lab/busybox:1";
  const { code, stderr } = await machine.run("sh", ["-ec", program]);
  if (code !== 0) throw new Error(stderr);
}
const list = (manager: string) => listed(bench, manager);

describe.skipIf(missing !== null)("on a swarm", () => {
  beforeAll(async () => {
    bench = await EngineBench.start({
      against: "salina",
      release: "3006.30",
      releases: { node2: "3008.5", node3: "2018.3.0" },
    });
    await bench.addNodes("node1", "node2", "node3", "node4", "node5", "other");
  });

  afterAll(() => bench?.end());

  test("a test run changes nothing and names what it would do", { timeout: limitMs }, async () => {
    const run = await bench.orchestrate("orch.swarm", swarmOf(["node1"], ["node4"]), "test=True");

    expect(Object.keys(run.steps)).toEqual([
      "engines",
      "a new swarm on node1.local.lan",
      "node4.local.lan joins as a worker",
      "the swarm is as wanted",
    ]);
    for (const step of Object.values(run.steps)) expect(step.result).toBe(null);
    for (const name of ["node1", "node4"]) {
      const { stdout } = await bench
        .node(name)
        .machine.run("sh", ["-c", "ls /etc/docker /usr/local/sbin /run/swarm-node"]);
      expect(stdout).not.toMatch(/daemon.json|swarm-node|key/);
    }
  });

  test("a wrong pillar is told by the names of its keys before anything is done", async () => {
    const run = await bench.orchestrate("orch.swarm", { swarm: { managers: "node1.local.lan", wrokers: [] } });

    expect(run.output.code).not.toBe(0);
    expect(run.output.stdout + run.output.stderr).toMatch(
      /swarm:managers: is to be a list.*swarm:wrokers: there is no such key/s,
    );
  });

  test("three managers come of one, one after the other", { timeout: limitMs }, async () => {
    ok(await bench.orchestrate("orch.swarm", swarmOf(["node1"], ["node4"])));
    expect(await list("node1")).toEqual({ Leader: ["node1"], worker: ["node4"] });

    ok(await bench.orchestrate("orch.swarm", swarmOf(["node1", "node2", "node3"], ["node4"])));

    expect(await list("node1")).toEqual({ Leader: ["node1"], Reachable: ["node2", "node3"], worker: ["node4"] });
  });

  test("a fifth node is added by the same command", { timeout: limitMs }, async () => {
    const run = await bench.orchestrate("orch.swarm", swarmOf(["node1", "node2", "node3"], ["node4", "node5"]));

    ok(run);
    expect(run.changed).toEqual(["engines", "node5.local.lan joins as a worker"]);
    expect((await list("node1"))["worker"]).toEqual(["node4", "node5"]);
  });

  test("a node of another swarm is refused, with what it is in, and nothing is done", {
    timeout: limitMs,
  }, async () => {
    ok(await bench.orchestrate("orch.swarm", swarmOf(["other"], [])));

    const run = await bench.orchestrate(
      "orch.swarm",
      swarmOf(["node1", "node2", "node3"], ["node4", "node5", "other"]),
    );

    const { address } = bench.node("other").machine.place;
    expect(run.output.code).not.toBe(0);
    expect(run.output.stdout + run.output.stderr).toContain(
      `other.local.lan (other) is a manager of the swarm whose managers are ${address}:2377`,
    );
    expect(run.changed).toEqual([]);
    expect(await list("other")).toEqual({ Leader: ["other"] });
  });

  test("a daemon.json that the engine does not start with is taken back, and the swarm stays", {
    timeout: limitMs,
  }, async () => {
    const bad = { ...daemon, "storage-driver": "no-such-driver" };
    const run = await bench.orchestrate("orch.swarm", swarmOf(["other"], [], { daemon: bad, wait_seconds: 10 }));

    expect(run.failed).toEqual(["engine of other.local.lan"]);
    expect(JSON.stringify(run.steps)).toContain("the old one is back");
    expect(await list("other")).toEqual({ Leader: ["other"] });
    ok(await bench.orchestrate("orch.swarm", swarmOf(["other"], [])));
  });

  test("a changed daemon.json reaches the engines of managers too, and a second run changes nothing", {
    timeout: limitMs,
  }, async () => {
    const changed = swarmOf(["node1", "node2", "node3"], ["node4", "node5"], { daemon: { ...daemon, debug: true } });
    ok(await bench.orchestrate("orch.swarm", changed));

    const again = await bench.orchestrate("orch.swarm", changed);
    ok(again);
    expect(again.changed).toEqual([]);
    expect(await bench.node("node3").machine.docker("info", "--format", "{{.Debug}}")).toBe("true");
  });

  test("a node that the pillar still names is not removed; afterwards it is drained, leaves and is gone", {
    timeout: limitMs,
  }, async () => {
    const remove = { swarm_remove: { id: minionId("node5") } };
    const refused = await bench.orchestrate("orch.swarm_remove", {
      ...swarmOf(["node1", "node2", "node3"], ["node4", "node5"], { daemon: { ...daemon, debug: true } }),
      ...remove,
    });
    expect(refused.output.stdout + refused.output.stderr).toContain("node5.local.lan still stands in the pillar");

    const manager = bench.node("node1").machine;
    for (const { machine } of bench.nodes.values()) await importBusybox(machine);
    const command = ["lab/busybox:1", "/bin/busybox", "sleep", "3600"];
    const placed = () =>
      manager.docker(
        "service",
        "ps",
        "web",
        "--filter",
        "desired-state=running",
        "--format",
        "{{.Node}} {{.CurrentState}}",
      );
    const runOn = async () =>
      (await placed())
        .split("\n")
        .filter((line) => line.includes(" Running"))
        .map((line) => line.split(" ")[0]);
    await manager.docker(
      "service",
      "create",
      "--detach",
      "--name",
      "web",
      "--no-resolve-image",
      "--mode",
      "global",
      ...command,
    );
    await until(async () => (await runOn()).length === 5 || null, {
      timeoutMs: 60_000,
      about: "service on all nodes",
      everyMs: 500,
    });

    const without = {
      ...swarmOf(["node1", "node2", "node3"], ["node4"], { daemon: { ...daemon, debug: true } }),
      ...remove,
    };
    ok(await bench.orchestrate("orch.swarm_remove", without));

    expect((await list("node1"))["worker"]).toEqual(["node4"]);
    expect(await bench.node("node5").machine.docker("ps", "-q")).toBe("");
    expect((await runOn()).sort()).toEqual(["node1", "node2", "node3", "node4"]);
    await manager.docker("service", "rm", "web");
    expect(await bench.node("node5").machine.docker("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("inactive");
  });

  test("a leader loses its power: another leads, and the command works for all others and names it", {
    timeout: limitMs,
  }, async () => {
    const more = { daemon: { ...daemon, debug: true }, wait_seconds: 30 };
    const pillar = swarmOf(["node1", "node2", "node3"], ["node4", "node5"], more);
    await bench.powerOff("node1");
    await until(async () => (await list("node2").catch(() => null))?.["Leader"]?.[0] !== undefined || null, {
      timeoutMs: 60_000,
      about: "another leader",
      everyMs: 500,
    });

    const run = await bench.orchestrate("orch.swarm", pillar);

    expect([...run.failed].sort()).toEqual(["node1.local.lan answers", "the swarm is as wanted"]);
    expect(JSON.stringify(run.steps)).toContain("did not answer");
    const roles = await list("node2");
    expect(roles["worker"]).toEqual(["node4", "node5"]);
    expect(roles["Unreachable"]).toEqual(["node1"]);

    // Of two managers that are left none may go.
    const remove = await bench.orchestrate("orch.swarm_remove", {
      ...swarmOf(["node1", "node2"], ["node4", "node5"]),
      swarm_remove: { id: minionId("node3") },
    });
    expect(remove.output.stdout + remove.output.stderr).toMatch(
      /of the 2 others only 1 can be reached, which is no quorum/,
    );

    // Of three managers two are left: none of them may restart its engine.
    const plain = swarmOf(["node1", "node2", "node3"], ["node4", "node5"], { wait_seconds: 10 });
    const restart = await bench.orchestrate("orch.swarm", plain);
    expect(restart.failed).toContain("engine of node2.local.lan");
    expect(JSON.stringify(restart.steps)).toContain("the others would have no quorum");
    expect(await bench.node("node2").machine.docker("info", "--format", "{{.Debug}}")).toBe("true");

    await bench.powerOn("node1");
    await bench.node("node1").machine.startEngine();
    const again = await bench.orchestrate("orch.swarm", pillar);
    ok(again);
    // The run before has given the workers another daemon.json; nobody is created or joined anew.
    expect(["engines", "the swarm is as wanted"]).toEqual(expect.arrayContaining([...again.changed]));
  });

  test("a manager that is to be a worker is demoted, and a worker that is to be one is promoted first", {
    timeout: limitMs,
  }, async () => {
    const pillar = swarmOf(["node4", "node2", "node3"], ["node1", "node5"], { daemon: { ...daemon, debug: true } });
    ok(await bench.orchestrate("orch.swarm", pillar));

    const roles = await list("node4");
    expect([...(roles["Leader"] ?? []), ...(roles["Reachable"] ?? [])].sort()).toEqual(["node2", "node3", "node4"]);
    expect(roles["worker"]).toEqual(["node1", "node5"]);
  });
});
