import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { LogText } from "../process/log-text.js";
import { runCommand } from "../process/run-command.js";
import { until } from "../until.js";
import { whyNoEngines } from "./packages.js";

const missing = whyNoEngines();
if (missing !== null) console.log(`SKIPPED: machines with an engine: ${missing}`);

/** Where something of the lab with this mark is left: links, namespaces, cgroups, mounts, processes. */
async function leftOf(mark: string): Promise<string[]> {
  const found: string[] = [];
  for (const command of ["ip link", "ip netns list", `find /sys/fs/cgroup -path '*/${mark}*'`, "cat /proc/mounts"]) {
    const { stdout } = await runCommand("sh", ["-c", command]);
    if (stdout.includes(mark)) found.push(command);
  }
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (words.includes(mark)) found.push(`process ${words.replace(/\0/g, " ").slice(0, 100)}`);
  }
  return found;
}

test.skipIf(missing !== null)(
  "when we are killed, nothing of a machine with a running container is left",
  async () => {
    const module = new URL("./", import.meta.url).href;
    const program = `
    const { LabNetwork } = await import("${module}lab-network.js");
    const { EngineMachine } = await import("${module}engine-machine.js");
    const { mkdtemp } = await import("node:fs/promises");
    const directory = await mkdtemp("/tmp/salina-");
    const network = new LabNetwork();
    const machine = new EngineMachine(network.add("box"), network.mark, directory);
    await machine.powerOn();
    await machine.startEngine();
    await machine.run("sh", ["-ec", "mkdir -p /run/bb/bin; cp /bin/busybox /run/bb/bin/; tar -C /run/bb -c . | docker import - lab/bb:1"]);
    console.log(await machine.docker("run", "-d", "lab/bb:1", "/bin/busybox", "sleep", "600"));
    console.log("up", network.mark, directory);
    setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const log = new LogText();
    parent.stdout.setEncoding("utf8").on("data", (chunk: string) => log.append(chunk));
    parent.once("exit", () => log.close("the lab ended"));
    const [, mark = "", directory = ""] = await log.waitFor(/up (\S+) (\S+)\n/, 60_000);
    expect((await leftOf(mark)).length).toBeGreaterThan(3);

    parent.kill("SIGKILL");
    await once(parent, "exit");

    await until(async () => (await leftOf(mark)).length === 0, {
      timeoutMs: 20_000,
      about: "end of the lab",
      everyMs: 200,
    }).catch(async () => expect(await leftOf(mark)).toEqual([]));
    await runCommand("rm", ["-rf", directory]);
  },
  100_000,
);
