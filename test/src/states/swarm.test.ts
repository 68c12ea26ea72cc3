import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { whyNoEngines } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EventLog } from "../interop/event-log.js";
import { EngineBench } from "./engine-bench.js";
import { filesWith, listed, ok, swarmOf, tokensOf } from "./swarm-cases.js";

/** A swarm of real engines, each on a machine of its own with a stock minion, made by the bundled states under our master. */
const missing = whyNoEngines();
if (missing !== null) console.log(`SKIPPED: a swarm of real engines: ${missing}`);

const four = swarmOf(["node1", "node2", "node3"], ["node4"]);
let bench: EngineBench;
let events: EventLog;

describe.skipIf(missing !== null)("a swarm", () => {
  beforeAll(async () => {
    bench = await EngineBench.start({ against: "salina", release: "3006.30", releases: { node2: "3008.5" } });
    await bench.addNodes("node1", "node2", "node3", "node4");
    events = await EventLog.open(bench.socketPath);
  });

  afterAll(async () => {
    events?.close();
    await bench?.end();
  });

  test("is made by one command of four machines without one, and no token is found anywhere", async () => {
    const run = await bench.orchestrate("orch.swarm", four);

    ok(run);
    expect(await listed(bench, "node1")).toEqual({
      Leader: ["node1"],
      Reachable: ["node2", "node3"],
      worker: ["node4"],
    });
    const tokens = await tokensOf(bench, "node1");
    // The store, the job cache, logs, minions' caches and logs, and all that the engines have on their disks.
    expect(await filesWith(bench.directory, tokens)).toEqual([]);
    await events.until((event) => event.tag.endsWith(`/ret/node4.local.lan`));
    const { stdout: jobs } = await bench.saltRun(["--out=json", "jobs.list_jobs"]);
    const shown = await Promise.all(
      Object.keys(JSON.parse(jobs) as object).map((jid) => bench.saltRun(["--out=json", "jobs.print_job", jid])),
    );
    const told = [events.text(), run.output.stdout, run.output.stderr, ...shown.map(({ stdout }) => stdout)].join("\n");
    expect(told).toContain("swarm_join");
    expect(tokens.filter((token) => told.includes(token))).toEqual([]);
    for (const { machine } of bench.nodes.values()) {
      const { stdout } = await machine.run("sh", ["-c", "ls -A /run/swarm-node"]);
      expect(stdout).toBe("");
    }
    // They would be found.
    await writeFile(join(bench.directory, "canary"), Buffer.from(tokens[0] ?? "").toString("base64"));
    expect(await filesWith(bench.directory, tokens)).toEqual([join(bench.directory, "canary")]);
  });

  test("does not change in a second run", async () => {
    const run = await bench.orchestrate("orch.swarm", four);

    ok(run);
    expect(run.changed).toEqual([]);
  });

  test("is seen by the script with busybox tools too", async () => {
    const program = `mkdir /run/tools && busybox --install -s /run/tools
      ln -s "$(command -v docker)" "$(command -v openssl)" /run/tools/
      export PATH=/run/tools
      node="sh /usr/local/sbin/swarm-node"
      $node check node1,node2,node3 node4 --now && $node is manager && $node member ${bench.node("node1").machine.place.address}:2377
      $node seal worker "$($node key)"`;

    const { stdout, stderr, code } = await bench.node("node1").machine.run("sh", ["-ec", program]);

    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S+:2377\S* [A-Za-z0-9+/]{300,}=*\n$/);
  });
});
