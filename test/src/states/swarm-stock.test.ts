import { whyNoEngines } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EngineBench } from "./engine-bench.js";
import { filesWith, listed, minionId, ok, swarmOf, tokensOf } from "./swarm-cases.js";

/** The same states and orchestrations under a stock master. `npm run test:swarm` runs it. */
const missing = process.env["SALINA_TEST_SWARM"] === undefined ? "run by npm run test:swarm" : whyNoEngines();
if (missing !== null) console.log(`SKIPPED: a swarm of real engines under a stock master: ${missing}`);

const limitMs = 280_000;
let bench: EngineBench;

describe.skipIf(missing !== null)("under a stock master", () => {
  beforeAll(async () => {
    bench = await EngineBench.start({ against: "stock", release: "3006.30", releases: { node2: "3008.5" } });
    await bench.addNodes("node1", "node2", "node3");
  });

  afterAll(() => bench?.end());

  test("a swarm is made, no token is found, and a second run changes nothing", { timeout: limitMs }, async () => {
    const pillar = swarmOf(["node1"], ["node2", "node3"]);
    const run = await bench.orchestrate("orch.swarm", pillar);
    ok(run);
    expect(await listed(bench, "node1")).toEqual({ Leader: ["node1"], worker: ["node2", "node3"] });
    const tokens = await tokensOf(bench, "node1");
    expect(await filesWith(bench.directory, tokens)).toEqual([]);
    expect(tokens.filter((token) => run.output.stdout.includes(token))).toEqual([]);

    const again = await bench.orchestrate("orch.swarm", pillar);
    ok(again);
    expect(again.changed).toEqual([]);
  });

  test("a node is drained, leaves and is gone", { timeout: limitMs }, async () => {
    const pillar = { ...swarmOf(["node1"], ["node2"]), swarm_remove: { id: minionId("node3") } };

    ok(await bench.orchestrate("orch.swarm_remove", pillar));

    expect(await listed(bench, "node1")).toEqual({ Leader: ["node1"], worker: ["node2"] });
  });
});
