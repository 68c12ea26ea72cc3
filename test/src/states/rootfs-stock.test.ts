import { expect, test } from "vitest";
import { noDisks } from "./disk-bench.js";
import { underStockMaster } from "./stock-bench.js";

test.skipIf(noDisks !== null)(
  "a stock master moves a node's root with the same orchestration",
  () =>
    underStockMaster(async ({ node, saltRun }) => {
      const ran = await saltRun("state.orchestrate", "orch.rootfs");

      expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("every root is on an SSD") });
      expect([node.boots, await node.nextRoot()]).toEqual([3, "ssd"]);
    }),
  300_000,
);
