import { afterEach, expect, test } from "vitest";
import { checksum, DiskBench, type Migrated, noDisks } from "./disk-bench.js";

/** The root file system moves from card to SSD: our master, stock minions, real partitions and file systems, real reboots. */
let bench: DiskBench;
afterEach(() => bench?.end());

const special = `cd /srv/special; stat -c '%n %h %a %u:%g %s %Y %F' * | sort; [ $(stat -c %b sparse) -lt 1000 ] && echo with a hole; getcap capable; getfacl -cn one; getfattr -d one; cat odd*/*file*`;
const unattended = { unattended: ["orch.rootfs"] };
const bootFiles = "boot.scr boot.scr.before boot.txt boot.txt.before dtbs initramfs-linux.img mkscr zImage".split(" ");
const failed = (steps: Migrated["steps"]) => Object.entries(steps).filter(([, { result }]) => result === false);

test.skipIf(noDisks !== null)(
  "an orchestration moves a node's root to its SSD over two reboots; a second run changes nothing",
  async () => {
    bench = await DiskBench.start(unattended);
    const node = await bench.node("node1");
    const before = await node.must(special);

    // First what it would do.
    const empty = await checksum(node.ssd.image);
    const plan = await bench.apply("node1", "rootfs", "test=True");
    expect(plan).toMatchObject({
      "rootfs plan": { result: true, comment: expect.stringContaining("1. prepare: one partition on /dev/sda") },
      "rootfs prepare": { result: null },
      "rootfs point": { result: null },
    });
    expect(await checksum(node.ssd.image)).toBe(empty);
    expect(await node.nextRoot()).toBe("card");
    expect(node.boots).toBe(1);

    const { output, steps } = await bench.orchestrate("orch.rootfs");

    expect(failed(steps)).toEqual([]);
    expect(output).toMatchObject({ code: 0, stderr: "" });
    expect(Object.keys(steps)).toEqual([
      "copy the root of node1",
      "boot node1 from the SSD",
      "empty the card of node1",
      "boot node1 once more",
      "check node1",
      "every root is on an SSD",
      "df",
    ]);
    expect(JSON.stringify(steps["df"]?.changes)).toMatch(/% \/.*% \/boot/);
    expect(node.boots).toBe(3);
    expect(node.failure).toBeNull();
    expect(await node.must(special)).toBe(before);
    expect((await node.must("ls /boot")).trim().split("\n")).toEqual(bootFiles);
    expect(await node.must("cat /boot/boot.txt")).toMatch(/root=PARTUUID=[0-9a-f-]{36} rw rootwait/);
    expect(await node.must("grep -c ' /boot ext4 ' /proc/mounts")).toBe("1\n");

    const again = await bench.apply("node1", "rootfs");
    expect(Object.values(again as Migrated["steps"]).map(({ result, changes }) => [result, changes])).toEqual(
      Object.keys(again).map(() => [true, {}]),
    );
    const { steps: nothing } = await bench.orchestrate("orch.rootfs");
    expect(Object.keys(nothing)).toEqual(["every root is on an SSD", "df"]);
    expect(node.boots).toBe(3);

    const back = await bench.orchestrate("orch.rootfs_back");
    expect(back.output.code).not.toBe(0);
    expect(back.output.stdout + back.output.stderr).toContain("have no root any more: node1");
  },
  240_000,
);

test.skipIf(noDisks !== null)(
  "an SSD with data stops the orchestration before any node is touched, until the pillar names that disk",
  async () => {
    bench = await DiskBench.start({ ...unattended });
    const [empty, used] = [await bench.node("node1"), await bench.node("node2")];
    await used.must("mkfs.ext4 -q -L photos /dev/sda");
    const data = await checksum(used.ssd.image);

    const refused = await bench.orchestrate("orch.rootfs");

    const said = refused.output.stdout + refused.output.stderr;
    expect(refused.output.code).not.toBe(0);
    expect(said).toContain(
      'Refused, and nothing was done. node2: /dev/sda is not empty (ext4 \\"photos\\" on /dev/sda)',
    );
    expect(said).toContain("rootfs:wipe: ata-LAB_SSD_1");
    expect(await checksum(used.ssd.image)).toBe(data);
    expect(await empty.must("blkid -p /dev/sda || echo blank")).toBe("blank\n");
    expect(await bench.apply("node2", "rootfs")).toEqual([
      expect.stringContaining("rootfs: refused: /dev/sda is not empty"),
    ]);

    const wrong = await bench.apply("node2", "rootfs", "pillar={rootfs: {wipe: ata-LAB_SSD_2}}");
    expect(wrong).toEqual([expect.stringContaining("refused")]);
    const named = (await bench.apply("node2", "rootfs", "pillar={rootfs: {wipe: ata-LAB_SSD_1}}")) as Migrated["steps"];
    expect(failed(named)).toEqual([]);
    expect(await used.nextRoot()).toBe("ssd");
  },
  240_000,
);

test.skipIf(noDisks !== null)(
  "a node goes back to its card as long as that has its root",
  async () => {
    bench = await DiskBench.start(unattended);
    const node = await bench.node("node1");
    await bench.apply("node1", "rootfs");
    expect(await node.nextRoot()).toBe("ssd");
    await node.off();
    await node.boot();
    await bench.answers("node1");

    const { output } = await bench.orchestrate("orch.rootfs_back");
    if (output.code !== 0) console.log(output.stdout, output.stderr);

    expect(output).toMatchObject({ code: 0 });
    expect(node.boots).toBe(3);
    expect(await node.nextRoot()).toBe("card");
    const { output: forth } = await bench.orchestrate("orch.rootfs");
    expect(forth).toMatchObject({ code: 0 });
    expect(await node.nextRoot()).toBe("ssd");
  },
  240_000,
);
