import { nodePackages, whyNot } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DiskBench } from "./disk-bench.js";

/** Two nodes measure their disks. */
const missing = whyNot(nodePackages, { root: true });
if (missing !== null) console.log(`SKIPPED: measures of disks: ${missing}`);
let bench: DiskBench;
beforeAll(async () => {
  if (missing === null) bench = await DiskBench.start();
}, 60_000);
afterAll(() => bench?.end());

test.skipIf(missing !== null)(
  "all nodes measure at once, and a table shows them with the slowest of each column",
  async () => {
    const nodes = [await bench.node("node1"), await bench.node("node2", "3006.30")];
    const small = "pillar={bench: {mebibytes: 8, runs: 3, folder: /var/cache}}";

    const { output, steps } = await bench.orchestrate("orch.bench", small);

    expect(output).toMatchObject({ code: 0, stderr: "" });
    expect(steps["measure"]).toMatchObject({ result: true });
    for (const node of nodes) {
      expect(await node.must("cat /var/lib/salina-bench/result")).toMatch(
        /^hdparm_cached=[\d.]+\nhdparm=[\d.]+\nwrite_4k=[\d.]+\nwrite_1m=[\d.]+\nread_4k=[\d.]+\nread_1m=[\d.]+\n$/,
      );
      expect(await node.must("ls /var/cache")).not.toContain("salina-bench");
    }
    const table = await bench.orchestrate("orch.bench_table");
    const lines = String(table.steps["ssds"]?.comment).split("\n");
    expect(lines[0]).toMatch(/^MB\/s +hdparm +write 4k +write 1m +read 4k +read 1m$/);
    expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual(["node1", "node2"]);
    expect(lines.slice(1).join("").match(/\*/g)?.length).toBeGreaterThanOrEqual(5);
  },
  180_000,
);
