import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { until, whyNoEngines } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installedReleases } from "../interop/releases.js";
import { EngineBench, type Orchestrated } from "./engine-bench.js";

/** A swarm of real engines, each on a machine of its own with a stock minion, built by the bundled states. */
const missing = whyNoEngines();
if (missing !== null) console.log(`SKIPPED: a swarm of real engines: ${missing}`);

const id = (name: string) => `${name}.local.lan`;
const daemon = { "insecure-registries": ["myregistry.local.lan:5000"], "storage-driver": "overlay2" };
const swarmOf = (managers: readonly string[], workers: readonly string[], more: object = {}) => ({
  swarm: { managers: managers.map(id), workers: workers.map(id), daemon, ...more },
});
const four = swarmOf(["node1", "node2", "node3"], ["node4"]);

let bench: EngineBench;

/** Host names by what the manager lists them as, sorted. */
async function listed(manager: string): Promise<Record<string, string[]>> {
  const format = "{{.Hostname}} {{if .ManagerStatus}}{{.ManagerStatus}}{{else}}worker{{end}}";
  const lines = (await bench.node(manager).machine.docker("node", "ls", "--format", format)).split("\n").sort();
  const roles: Record<string, string[]> = {};
  for (const line of lines) {
    const [name = "", role = ""] = line.split(" ");
    roles[role] = [...(roles[role] ?? []), name];
  }
  return roles;
}

/** The run went well, or its reasons are in the message. */
function ok(run: Orchestrated): void {
  expect(run.failed, JSON.stringify(EngineBench.reasons(run), null, 1)).toEqual([]);
  expect(run.output.code, run.output.stderr).toBe(0);
}

describe.skipIf(missing !== null)("swarm", () => {
  beforeAll(async () => {
    const all = new Map((await installedReleases({ SALINA_TEST_RELEASES: "test" })).map((one) => [one.release, one]));
    const bin = (release: string) => {
      const one = all.get(release);
      if (!one || one.missing !== null) throw new Error(`salt ${release}: ${one?.missing ?? "unknown"}`);
      return one.bin;
    };
    bench = await EngineBench.start({
      against: "salina",
      bin: bin("3006.30"),
      bins: { node2: bin("3008.5") },
    });
    await bench.addNodes("node1", "node2", "node3", "node4");
  });

  afterAll(() => bench?.end());

  test("one command makes three managers and a worker of four machines without a swarm", async () => {
    const run = await bench.orchestrate("orch.swarm", four);

    ok(run);
    expect(await listed("node1")).toEqual({ Leader: ["node1"], Reachable: ["node2", "node3"], worker: ["node4"] });
  });

  test("the second run reports no changes", async () => {
    const run = await bench.orchestrate("orch.swarm", four);

    expect({ failed: run.failed, changed: run.changed, code: run.output.code }).toEqual({
      failed: [],
      changed: [],
      code: 0,
    });
  });
});
