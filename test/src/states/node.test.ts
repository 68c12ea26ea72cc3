import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskNode, nodePackages, until, whyNot } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installedReleases } from "../interop/releases.js";
import { states } from "./disk-bench.js";

/** The node template on a real root file system: by what it brings about, not by the text of its files. */
const missing = whyNot(nodePackages, { root: true });
if (missing !== null) console.log(`SKIPPED: states of a node: ${missing}`);
let directory: string;
let node: DiskNode;
let bin: string;
let sink: Server;
const mails: string[] = [];
const blob = Buffer.concat([Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1"), Buffer.alloc(32, 7)]);
const key = `ssh-ed25519 ${blob.toString("base64")} ann@box`;

beforeAll(async () => {
  if (missing !== null) return;
  sink = createServer((socket) => {
    let inData = false;
    socket.write("220 sink\r\n");
    socket.on("data", (chunk) => {
      mails.push(chunk.toString());
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        if (inData && line !== ".") continue;
        inData = line.toUpperCase() === "DATA";
        socket.write(inData ? "354 go on\r\n" : line.startsWith("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
      }
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
  directory = await mkdtemp(join(tmpdir(), "salina-"));
  const [found] = await installedReleases({ SALINA_TEST_RELEASES: "3006.30" });
  if (found === undefined || found.missing !== null) throw new Error(`salt 3006.30: ${found?.missing ?? "unknown"}`);
  bin = found.bin;
  node = await DiskNode.make({
    directory: join(directory, "node1"),
    id: "node1",
    bin,
    requestPort: 1,
    shared: [states],
  });
  await node.boot();
}, 120_000);
afterAll(async () => {
  await node?.end();
  sink?.close();
  if (directory) await rm(directory, { recursive: true, force: true });
});

/** Of all files but those that a minion makes for itself. */
const sums = "find /etc /usr/local -xdev -type f ! -path '/etc/salt/*' | sort | xargs -d '\\n' md5sum";

interface State {
  readonly __id__: string;
  readonly result: boolean | null;
  readonly comment: string;
  readonly changes: object;
}

async function apply(sls: string, pillar: object, ...words: string[]): Promise<readonly State[]> {
  const call = `${bin}/python ${bin}/salt-call --local --file-root='${states}' --out=json -l quiet`;
  const { stdout, stderr } = await node.run(
    `${call} state.apply ${sls} pillar='${JSON.stringify({ node: pillar })}' ${words.join(" ")}`,
  );
  const read = (JSON.parse(stdout || "{}") as { local?: Record<string, State> | string[] }).local;
  if (read === undefined || Array.isArray(read)) throw new Error(`${JSON.stringify(read)} ${stderr}`);
  return Object.values(read);
}
const wrong = (all: readonly State[]) => all.filter(({ result }) => result !== true);
const changed = (all: readonly State[]) =>
  all.filter(({ changes }) => Object.keys(changes).length > 0).map((one) => one.__id__);

const template = () => ({
  mirrors: ["http://mirror.example/debian"],
  scripts: { "check-disks": { source: "salt://node/files/salina-remove-user" } },
  users: {
    ann: { groups: ["wheel"], ssh_keys: [key], sudo: "nopasswd", password: "$6$saltsalt$hash" },
    bob: { sudo: "none" },
  },
  cron: { scrub: { command: "/bin/true", hour: "3", minute: "0" } },
  mail: {
    host: "127.0.0.1",
    port: (sink.address() as AddressInfo).port,
    from: "node1@example.org",
    to: "admin@example.org",
  },
});

test.skipIf(missing !== null)(
  "everything together: a dry run changes nothing, the second run neither",
  async () => {
    const before = await node.must(sums);
    const dry = await apply("node", template(), "test=True");
    expect(dry.filter(({ result }) => result === false)).toEqual([]);
    expect(await node.must(sums)).toBe(before);

    const first = await apply("node", template());
    expect(wrong(first)).toEqual([]);
    expect(JSON.stringify(first)).not.toContain("$6$saltsalt$hash");

    const second = await apply("node", template());
    expect(wrong(second)).toEqual([]);
    expect(changed(second)).toEqual([]);
  },
  180_000,
);

test.skipIf(missing !== null)("users have their groups, keys and rights", async () => {
  expect(await node.must("id -nG ann")).toContain("wheel");
  expect(await node.must("grep ^ann: /etc/shadow")).toContain("$6$saltsalt$hash");
  expect(await node.must("cat ~ann/.ssh/authorized_keys")).toContain(key);
  expect(await node.must("stat -c '%a %U' ~ann/.ssh ~ann/.ssh/authorized_keys")).toBe("700 ann\n600 ann\n");
  expect(await node.must("sudo -l -U ann")).toContain("NOPASSWD: ALL");
  expect(await node.must("sudo -l -U bob || :")).toContain("not allowed");
});

test.skipIf(missing !== null)("journald, logrotate and cron read what they are to read", async () => {
  const journal = await node.must("systemd-analyze cat-config systemd/journald.conf");
  expect(journal).toMatch(/50-salina.conf\n\[Journal\]\nRuntimeMaxUse=50M\nStorage=volatile/);

  await node.must("mkdir -p /var/lib/logrotate; for n in $(seq 2000); do echo line; done > /var/log/lab.log");
  await node.must("printf '/var/log/lab.log {\\n}\\n' > /etc/logrotate.d/lab && logrotate --force /etc/logrotate.conf");
  expect(await node.must("zcat /var/log/lab.log.1.gz | wc -l")).toBe("2000\n");

  expect(await node.must("crontab -l")).toMatch(/^0 3 \* \* \* \/bin\/true$/m);
});

test.skipIf(missing !== null)("mail of root leaves the node", async () => {
  await node.must("printf 'Subject: scrub failed\\n\\nsda has errors\\n' | sendmail root");
  await until(() => Promise.resolve(mails.join("").includes("sda has errors")), { timeoutMs: 10_000, about: "a mail" });
  expect(mails.join("")).toContain("RCPT TO:<admin@example.org>");
  expect(mails.join("")).toContain("MAIL FROM:<node1@example.org>");
});

test.skipIf(missing !== null)("rules of udev are read without a complaint", async () => {
  expect(await node.must("cat /etc/udev/rules.d/60-salina-scheduler.rules")).toContain(
    'ATTR{queue/scheduler}="mq-deadline"',
  );
  const { stdout, stderr } = await node.run("udevadm test --action=add /sys/block/$(ls /sys/block | head -n 1) 2>&1");
  expect(stdout + stderr).toContain("60-salina-scheduler.rules");
  expect(
    (stdout + stderr).split("\n").filter((line) => /60-salina.*(invalid|unknown|error|ignoring)/i.test(line)),
  ).toEqual([]);
});

test.skipIf(missing !== null)(
  "the distribution's user goes with its home; not while it is in use, not as the last one with a way in",
  async () => {
    await node.must("useradd -m alarm && echo 'alarm:x' | chpasswd");
    await node.must(
      "setsid su alarm -c 'sleep 600' >/dev/null 2>&1 & for n in $(seq 50); do pgrep -u alarm sleep && break; sleep 0.1; done",
    );
    const used = await apply("node.alarm", { remove_user: "alarm" });
    expect(JSON.stringify(wrong(used))).toContain("refused: alarm is in use");
    await node.must("pkill -KILL -u alarm; for n in $(seq 50); do pgrep -u alarm || break; sleep 0.1; done");

    await node.must("mv ~ann/.ssh/authorized_keys /root/keys; usermod -L ann; usermod -p '*' root; rm -rf /root/.ssh");
    const last = await apply("node.alarm", { remove_user: "alarm" });
    expect(JSON.stringify(wrong(last))).toContain("refused: alarm is the last one with a way in");
    expect(await node.must("id -un alarm")).toBe("alarm\n");

    await node.must("mv /root/keys ~ann/.ssh/authorized_keys");
    expect(wrong(await apply("node.alarm", { remove_user: "alarm" }))).toEqual([]);
    expect(await node.must("id alarm 2>&1 || ls /home")).not.toContain("alarm:");
    expect(changed(await apply("node.alarm", { remove_user: "alarm" }))).toEqual([]);
  },
  120_000,
);
