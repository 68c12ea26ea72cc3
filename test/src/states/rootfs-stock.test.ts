import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskNode, runCommand, startStockMaster, stockEnvironment, until } from "@salina/lab";
import { expect, test } from "vitest";
import { installedReleases } from "../interop/releases.js";
import { noDisks, states } from "./disk-bench.js";

test.skipIf(noDisks !== null)(
  "a stock master moves a node's root with the same orchestration",
  async () => {
    const [found] = await installedReleases({ SALINA_TEST_RELEASES: "3006.30" });
    if (found === undefined || found.missing !== null) throw new Error(`salt 3006.30: ${found?.missing ?? "unknown"}`);
    const { bin } = found;
    const directory = await mkdtemp(join(tmpdir(), "salina-"));
    const master = await startStockMaster({
      bin,
      root: join(directory, "master"),
      extraConfig: { id: "box_master", auto_accept: true, timeout: 10, file_roots: { base: [states] } },
    });
    const { requestPort } = master;
    const node = await DiskNode.make({ directory: join(directory, "node1"), id: "node1", bin, requestPort });
    try {
      await node.boot();
      const ping = ["--out=json", "--static", "node1", "test.ping"];
      const answers = async () => (await master.salt(ping)).stdout.includes("true");
      await until(answers, { timeoutMs: 90_000, about: "node1 to answer", everyMs: 500 });

      const words = ["-c", master.configDir, "state.orchestrate", "orch.rootfs"];
      const ran = await runCommand(join(bin, "salt-run"), words, { env: stockEnvironment(), timeoutMs: 200_000 });

      expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("every root is on an SSD") });
      expect([node.boots, await node.nextRoot()]).toEqual([3, "ssd"]);
    } finally {
      await node.end();
      await master.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
  300_000,
);
