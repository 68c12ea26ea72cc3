import { expect, test } from "vitest";
import { noDisks } from "./disk-bench.js";
import { underStockMaster } from "./stock-bench.js";

test.skipIf(noDisks !== null)(
  "a stock master archives and restores volumes with the same states and orchestrations",
  () =>
    underStockMaster(async ({ master, node, saltRun }) => {
      const file = "/var/lib/docker/volumes/app_data/_data/file";
      await node.must(`mkdir -p "$(dirname ${file})" && echo precious >${file}`);
      const drive = JSON.stringify({ backups: { drive: { device: "tmpfs", type: "tmpfs", options: ["size=8m"] } } });

      const applied = await master.salt(["-t", "60", "node1", "state.apply", "backups", `pillar=${drive}`]);
      expect(applied, applied.stdout).toMatchObject({ code: 0 });
      const ran = await saltRun("state.orchestrate", "orch.backups");
      expect(ran, ran.stdout).toMatchObject({ code: 0, stdout: expect.stringContaining("archive the volumes") });
      await node.must(`rm ${file}`);
      const wanted = JSON.stringify({ restore: { minion: "node1", volume: "data" } });
      const restored = await saltRun("state.orchestrate", "orch.restore", `pillar=${wanted}`);
      expect(restored, restored.stdout).toMatchObject({ code: 0 });
      expect(await node.must(`cat ${file}`)).toBe("precious\n");

      await node.must("umount /mnt/backups");
      const failed = await saltRun("state.orchestrate", "orch.backups");
      expect(failed.stdout).toContain("no drive is mounted at /mnt/backups");
    }),
  300_000,
);
