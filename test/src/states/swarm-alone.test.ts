import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineMachine, LabNetwork, stockEnvironment, whyNoEngines } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout, installedReleases } from "../interop/releases.js";
import { whyNotStarted } from "./engine-bench.js";
import { daemon } from "./swarm-cases.js";

/** Each SLS of `swarm` and `images` by itself, as `salt-call --local` applies it. `npm run test:swarm` runs it. */
const missing = process.env["SALINA_TEST_SWARM"] === undefined ? "run by npm run test:swarm" : whyNoEngines();
if (missing !== null) console.log(`SKIPPED: states of swarm and images, each alone: ${missing}`);

const limitMs = 280_000;
const swarm = { managers: ["node1"], workers: [], daemon, wait_seconds: 10 };
const images = { builders: ["node1"], registry: "reg:5000", arch: "lab", folder: "/run/images" };

interface Applied {
  readonly name: string;
  readonly result: boolean | null;
  readonly changes: object;
}

describe.skipIf(missing !== null).each(["2018.3.0", "3008.5"])("with salt %s", (release) => {
  let directory: string;
  let network: LabNetwork;
  let machine: EngineMachine;
  let bin: string | null = null;

  beforeAll(async () => {
    const [installed] = await installedReleases({ SALINA_TEST_RELEASES: release });
    const reason = installed?.missing ?? (await whyNotStarted(installed?.bin ?? ""));
    if (installed?.missing === null && reason === null) bin = installed.bin;
    else console.log(`SKIPPED: states of swarm and images with salt ${release}: ${reason}`);
    directory = await mkdtemp(join(tmpdir(), "salina-"));
    network = new LabNetwork();
    machine = new EngineMachine(network.add("node1"), network.mark, join(directory, "machine"));
    await mkdir(join(directory, "machine"));
    await writeFile(
      join(directory, "minion"),
      JSON.stringify({
        ...{ id: "node1", root_dir: directory, file_client: "local", disable_modules: ["systemd_service"] },
        ...{ file_roots: { base: [join(checkout, "states")] }, enable_fqdns_grains: false, enable_gpu_grains: false },
      }),
    );
    await machine.powerOn();
  });

  afterAll(async () => {
    await machine?.powerOff();
    await network?.remove();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  async function apply(sls: string, more: object = {}, ...words: readonly string[]): Promise<readonly Applied[]> {
    const pillar = JSON.stringify({ swarm, images, ...more });
    const args = ["-c", directory, "--local", "--out=json", "-l", "critical", "state.apply", sls, `pillar=${pillar}`];
    const env = stockEnvironment();
    const { stdout, stderr } = await machine.run(join(bin ?? "", "salt-call"), [...args, ...words], { env });
    const { local } = JSON.parse(/\{[\s\S]*\}/.exec(stdout)?.[0] ?? "{}") as {
      local?: Record<string, Applied> | string[];
    };
    if (!local || Array.isArray(local)) throw new Error(`${sls}: ${JSON.stringify(local)} ${stderr}`);
    return Object.values(local);
  }
  const changed = (all: readonly Applied[]) => all.filter(({ changes }) => Object.keys(changes).length > 0);
  const failed = (all: readonly Applied[]) => all.filter(({ result }) => result === false);

  test("each does its part, does nothing in a second run, and nothing but tell in a test run", {
    timeout: limitMs,
  }, async (context) => {
    if (bin === null) return context.skip();
    for (const sls of [
      "swarm.script",
      "swarm.engine",
      "swarm",
      "swarm.create",
      "swarm.check",
      "swarm.nodes",
      "images.script",
    ]) {
      const dry = await apply(sls, {}, "test=True");
      expect(failed(dry), sls).toEqual([]);
      if (sls === "swarm.create")
        expect(await machine.docker("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("inactive");
      const first = await apply(sls);
      expect(failed(first), sls).toEqual([]);
      expect(changed(await apply(sls)), sls).toEqual([]);
    }
    expect(await machine.docker("node", "ls", "--format", "{{.Hostname}} {{.ManagerStatus}}")).toBe("node1 Leader");
  });

  test("a manager does not leave, and a wrong pillar ends the rendering", { timeout: limitMs }, async (context) => {
    if (bin === null) return context.skip();
    expect(JSON.stringify(failed(await apply("swarm.leave")))).toContain("is a manager; demote it first");
    await expect(apply("swarm", { swarm: { daemon: [] } })).rejects.toThrow(/swarm:daemon: is to be a map/);
    await expect(apply("swarm.join")).rejects.toThrow(/needs an invitation/);
    await expect(apply("images.build", { images_build: "a; b" })).rejects.toThrow(/is to be the name of an image/);
  });
});
