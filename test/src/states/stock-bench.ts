import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DiskNode,
  type MasterUnderTest,
  type Output,
  runCommand,
  startStockMaster,
  stockEnvironment,
  until,
} from "@salina/lab";
import { installedReleases } from "../interop/releases.js";
import { states } from "./disk-bench.js";

export interface StockBench {
  readonly master: MasterUnderTest;
  /** `node1`, whose minion answers. */
  readonly node: DiskNode;
  readonly saltRun: (...words: string[]) => Promise<Output>;
}

/** A stock master with our states as its file root, and a node with disks. They end with the work. */
export async function underStockMaster(work: (bench: StockBench) => Promise<void>): Promise<void> {
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
    const saltRun = (...words: string[]) =>
      runCommand(join(bin, "salt-run"), ["-c", master.configDir, ...words], {
        env: stockEnvironment(),
        timeoutMs: 200_000,
      });
    await work({ master, node, saltRun });
  } finally {
    await node.end();
    await master.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
