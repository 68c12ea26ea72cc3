import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DiskNode, freePorts, LoopDisk, runCommand } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EventLog } from "../interop/event-log.js";
import { changed, DiskBench, failed, noDisks } from "./disk-bench.js";

/** Backups of nodes as a user has them: two stock minions, the oldest and the newest, one drive, the master's schedule. */
const token = "a-token-of-32-characters-or-more!";
let bench: DiskBench;
let events: EventLog;
let rest: string;
let drive: LoopDisk;
let directory: string;
let nodes: readonly DiskNode[] = [];

beforeAll(async () => {
  if (noDisks !== null) return;
  directory = await mkdtemp(join(tmpdir(), "salina-"));
  const image = join(directory, "drive.img");
  await runCommand("truncate", ["--size", "64M", image]);
  await runCommand("mkfs.ext4", ["-q", "-F", image]);
  drive = await LoopDisk.attach(image);
  await mkdir(join(directory, "pillar"));
  await writeFile(join(directory, "pillar/top.sls"), "base: {'*': [backups]}\n");
  const settings = { drive: { device: "/dev/backupdrive", type: "ext4", options: ["nofail"] }, names: "short" };
  await writeFile(join(directory, "pillar/backups.sls"), JSON.stringify({ backups: settings }));
  const [port = 0] = await freePorts(1);
  rest = `http://127.0.0.1:${port}`;
  bench = await DiskBench.start(
    { rest: { port, tokens: [{ name: "ci", token }] } },
    {
      pillar_roots: { base: [join(directory, "pillar")] },
      // As the README has it.
      schedule: { "nightly-backups": { function: "state.orchestrate", args: ["orch.backups"], cron: "30 3 * * *" } },
    },
  );
  events = await EventLog.open(bench.master.socketPath);
  nodes = await Promise.all([bench.node("node1", "3008.5"), bench.node("node2", "2018.3.0")]);
  const [major, minor] = (await drive.number()).split(":");
  for (const node of nodes) await node.must(`mknod /dev/backupdrive b ${major} ${minor}`);
}, 180_000);
afterAll(async () => {
  events?.close();
  await bench?.end();
  await drive?.detach();
  if (directory) await rm(directory, { recursive: true, force: true });
});

const node = (index: number) => nodes[index] as DiskNode;

test.skipIf(noDisks !== null)(
  "nodes get scripts, settings and the drive; test=True before changes nothing, and a second time there is nothing to do",
  async () => {
    for (const id of ["node1", "node2"]) {
      await bench.apply(id, "backups", "test=True");
      const { code } = await node(id === "node1" ? 0 : 1).run("mountpoint -q /mnt/backups || [ -e /etc/backups.conf ]");
      expect(code).toBe(1);
      const first = await bench.apply(id, "backups");
      expect(failed(first)).toEqual([]);
      expect(changed(first)).toContain("/mnt/backups");
      const second = await bench.apply(id, "backups");
      expect([failed(second), changed(second)]).toEqual([[], []]);
    }
    for (const one of nodes) {
      expect(await one.must("findmnt -no SOURCE,FSTYPE /mnt/backups")).toMatch(/^\/dev\/\S+ ext4\n$/);
      expect(await one.must("backup-volumes --help && sh -n /usr/local/sbin/backup-restore")).toContain("Usage:");
    }
  },
  180_000,
);

test.skipIf(noDisks !== null)(
  "the daily run archives the volumes of all nodes, and one command brings a volume back on another node",
  async () => {
    await node(0).must(
      "mkdir -p /var/lib/docker/volumes/app_data/_data && echo precious >/var/lib/docker/volumes/app_data/_data/.file",
    );
    await node(1).must(
      "mkdir -p /var/lib/docker/volumes/web_files/_data && echo web >/var/lib/docker/volumes/web_files/_data/f",
    );

    const { output, steps } = await bench.orchestrate("orch.backups");

    expect([output.code, failed(steps), output.stderr]).toEqual([0, [], ""]);
    expect(Object.keys(steps)).toEqual(["dump the databases", "archive the volumes", "clean up"]);
    expect(JSON.stringify(steps["archive the volumes"]?.changes)).toMatch(/done +app_data .*done +web_files/);
    const words = `pillar=${JSON.stringify({ restore: { minion: "node2", volume: "data" } })}`;
    const restored = await bench.orchestrate("orch.restore", words);
    expect([restored.output.code, failed(restored.steps)]).toEqual([0, []]);
    expect(await node(1).must("cat /var/lib/docker/volumes/app_data/_data/.file")).toBe("precious\n");
    const again = await bench.orchestrate("orch.restore", words);
    expect([again.output.code, changed(again.steps)]).toEqual([0, []]);
    const wrong = await bench.orchestrate("orch.restore", `pillar=${JSON.stringify({ restore: { minion: "node2" } })}`);
    expect(wrong.output.code).not.toBe(0);
    expect(wrong.output.stdout + wrong.output.stderr + JSON.stringify(wrong.steps)).toContain(
      "needs one of volume and database",
    );
  },
  180_000,
);

test.skipIf(noDisks !== null)(
  "a backup that fails on one node shows in the command line, in the event of the schedule, and over REST; the archive stays",
  async () => {
    await node(0).must("umount /mnt/backups");
    const before = await node(1).must("cd /mnt/backups/volumes && md5sum data.tar.gz");
    const from = events.length;

    const { output, steps } = await bench.orchestrate("orch.backups");
    expect(output.code).not.toBe(0);
    expect(steps["archive the volumes"]?.result).toBe(false);
    expect(JSON.stringify(steps["archive the volumes"])).toContain("no drive is mounted at /mnt/backups");

    const asked = await bench.master.saltRun(["schedule.run_job", "nightly-backups"]);
    expect(asked.code).toBe(0);
    const event = await events.until(({ tag }) => tag === "salina/schedule/nightly-backups/failed", from, 90_000);
    expect(event.data).toMatchObject({ outcome: "failed" });
    const headers = { authorization: `Bearer ${token}` };
    const get = async (path: string) => (await (await fetch(`${rest}${path}`, { headers })).json()) as never;
    const runs = (await get("/v1/schedules/nightly-backups/runs")) as { items: { outcome: string; jid: string }[] };
    expect(runs.items[0]).toMatchObject({ outcome: "failed" });
    const jobs = (await get("/v1/jobs?minion=node1&stateId=backup-volumes&stateResult=failed")) as {
      items: { jid: string }[];
    };
    expect(jobs.items.length).toBeGreaterThan(0);
    // It was not written beside the drive, and what is on it is as it was.
    expect(await node(0).must("ls -A /mnt/backups")).toBe("");
    expect(await node(1).must("cd /mnt/backups/volumes && md5sum data.tar.gz")).toBe(before);

    // The state brings it back. The volume that came back on node2 is no stack's there, and no engine tells so.
    await node(1).must("rm -r /var/lib/docker/volumes/app_data");
    expect(failed(await bench.apply("node1", "backups"))).toEqual([]);
    expect((await bench.orchestrate("orch.backups")).output.code).toBe(0);
  },
  180_000,
);

test.skipIf(noDisks !== null)(
  "a node that is off fails the run by its name, and the others are archived",
  async () => {
    await node(0).must("rm /mnt/backups/volumes/data.info && echo newer >/var/lib/docker/volumes/app_data/_data/.file");
    await node(1).off();
    const { output, steps } = await bench.orchestrate("orch.backups");
    expect(output.code).not.toBe(0);
    expect(JSON.stringify(steps["archive the volumes"])).toContain("node2");
    expect(await node(0).must("tar -xOzf /mnt/backups/volumes/data.tar.gz ./.file")).toBe("newer\n");
  },
  180_000,
);
