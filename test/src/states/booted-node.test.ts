import { type DiskNode, nodePackages, systemdPackages, until, whyNot } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changed, DiskBench, failed } from "./disk-bench.js";

/** A node that systemd has booted, with journald, cron and the stock minion as its services: the root moves, then the template is applied. */
const missing = whyNot([...nodePackages, ...systemdPackages], { root: true });
if (missing !== null) console.log(`SKIPPED: nodes booted by systemd: ${missing}`);
let bench: DiskBench;
let node: DiskNode;

beforeAll(async () => {
  if (missing !== null) return;
  bench = await DiskBench.start({ unattended: ["orch.rootfs", "orch.node"] });
  node = await bench.node("node1", "3006.30", { init: "systemd" });
}, 120_000);
afterAll(() => bench?.end());

test.skipIf(missing !== null)(
  "systemd shuts it down and boots it from the SSD, twice, and runs without a failed unit",
  async () => {
    const bootId = await node.must("cat /proc/sys/kernel/random/boot_id");
    expect(await node.must("cat /proc/1/comm")).toBe("systemd\n");

    const { output, steps } = await bench.orchestrate("orch.rootfs");

    expect([failed(steps), output.code]).toEqual([[], 0]);
    expect(node.boots).toBe(3);
    expect(await node.must("cat /proc/sys/kernel/random/boot_id")).not.toBe(bootId);
    expect(await node.must("systemctl is-system-running --wait; systemctl --failed --plain --no-legend")).toBe(
      "running\n",
    );
    expect(await node.must("ls /boot/boot.scr && mountpoint /boot")).toContain("/boot is a mountpoint");
    expect(failed(await bench.apply("node1", "rootfs.check"))).toEqual([]);
  },
  240_000,
);

test.skipIf(missing !== null)(
  "the template starts what it sets up: journald with its limits, cron with its jobs; a second time there is nothing to do",
  async () => {
    const pillar = { node: { cron: { mark: { command: "touch /run/cron-was-here" } } } };
    const words = `pillar=${JSON.stringify(pillar)}`;
    const first = await bench.apply("node1", "node", words);
    expect(failed(first)).toEqual([]);
    expect(await node.must("systemctl is-active cron systemd-journald")).toBe("active\nactive\n");
    expect(await node.must("systemctl is-enabled cron")).toBe("enabled\n");
    // Volatile: journald writes to memory, and has let go of the disk.
    await node.must("logger -t lab said-after && journalctl --sync");
    expect(await node.must("journalctl -t lab --no-pager -o cat")).toBe("said-after\n");
    expect(await node.must("ls /run/log/journal/*/system.journal")).toContain("system.journal");
    expect(await node.must("lsof -c systemd-journal 2>/dev/null | grep -c /var/log/journal || :")).toBe("0\n");
    await until(async () => (await node.run("test -e /run/cron-was-here")).code === 0, {
      timeoutMs: 90_000,
      about: "what cron runs each minute",
      everyMs: 500,
    });
    const second = await bench.apply("node1", "node", words);
    expect([failed(second), changed(second)]).toEqual([[], []]);
  },
  240_000,
);
