import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskNode, runCommand, startStockMaster, stockEnvironment, until } from "@salina/lab";
import { expect, test } from "vitest";
import { installedReleases } from "../interop/releases.js";
import { noDisks, states } from "./disk-bench.js";

test.skipIf(noDisks !== null)(
  "a stock master archives and restores volumes with the same states and orchestrations",
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
    const saltRun = (...words: string[]) =>
      runCommand(join(bin, "salt-run"), ["-c", master.configDir, ...words], {
        env: stockEnvironment(),
        timeoutMs: 100_000,
      });
    try {
      await node.boot();
      const ping = ["--out=json", "--static", "node1", "test.ping"];
      const answers = async () => (await master.salt(ping)).stdout.includes("true");
      await until(answers, { timeoutMs: 90_000, about: "node1 to answer", everyMs: 500 });
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
    } finally {
      await node.end();
      await master.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
  240_000,
);
