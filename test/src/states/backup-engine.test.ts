import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databasePackages, EngineMachine, LabNetwork, until, whyNoEngines, whyNot } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backupScripts } from "./backup-box.js";

/** Backups beside real Docker engines: two machines, one drive. */
const missing = whyNoEngines();
if (missing !== null) console.log(`SKIPPED: backups beside an engine: ${missing}`);
const noDatabase = missing ?? whyNot(databasePackages, { root: true });
if (noDatabase !== null) console.log(`SKIPPED: a database in a container: ${noDatabase}`);
let directory: string;
let network: LabNetwork;
const machines: EngineMachine[] = [];
const machine = (number: number) => machines[number - 1] as EngineMachine;

beforeAll(async () => {
  if (missing !== null) return;
  directory = await mkdtemp(join(tmpdir(), "salina-"));
  await mkdir(join(directory, "drive"));
  network = new LabNetwork();
  for (const name of ["node1", "node2"]) {
    const root = join(directory, name);
    await mkdir(root);
    const conf = { DRIVE: join(directory, "drive"), MUST_BE_MOUNTED: "0", NODE: name, PRUNE: "0" };
    const text = Object.entries(conf).map(([key, value]) => `${key}='${value}'\n`);
    await writeFile(join(root, "conf"), text.join(""));
    const one = new EngineMachine(network.add(name), network.mark, join(root, "machine"));
    machines.push(one);
    await one.powerOn();
    await one.startEngine();
    await sh(
      one,
      `mkdir -p /run/bb/bin && cp /bin/busybox ${backupScripts}/restore-at-start.sh /run/bb/bin/
      cd /run/bb/bin && mv restore-at-start.sh restore-at-start && chmod 755 restore-at-start
      for each in sh cat ls find tar gzip gunzip sync rm touch sleep echo true sed; do ln -s busybox "$each"; done
      tar -C /run/bb -c . | docker import -c 'ENV PATH=/bin' -c 'ENTRYPOINT ["restore-at-start"]' - lab/app`,
    );
  }
}, 90_000);
afterAll(async () => {
  for (const one of machines) await one.powerOff();
  await network?.remove();
  if (directory) await rm(directory, { recursive: true, force: true });
});

async function sh(on: EngineMachine, text: string): Promise<string> {
  const { stdout, stderr, code } = await on.run("sh", ["-ec", text]);
  if (code !== 0) throw new Error(`${on.place.name}: ${text} ended with ${code}: ${stderr}${stdout}`);
  return stdout.trim();
}

function backup(on: EngineMachine, script: string, ...args: readonly string[]) {
  const root = join(directory, on.place.name);
  const settings = [`BACKUPS_LIB=${backupScripts}`, `BACKUPS_SETTINGS=${root}/conf`, `BACKUPS_STATE=${root}/state`];
  return on.run("env", [...settings, "sh", join(backupScripts, `${script}.sh`), ...args]);
}

const volume = "app_data";
/** A container that appends a line to a file of its volume, and stays. */
const app = (word: string, ...more: readonly string[]) => [
  ...["run", "-d", "--name", "app", "-v", `${volume}:/data`, "-v", `${directory}/drive:/backups:ro`],
  ...["-e", "RESTORE=data=/data", ...more, "lab/app", "sh", "-c", `echo ${word} >>/data/lines; exec sleep 600`],
];
async function lines(on: EngineMachine, wanted: string): Promise<void> {
  const read = async () => (await on.run("docker", ["exec", "app", "cat", "/data/lines"])).stdout;
  await until(async () => (await read()) === wanted, {
    timeoutMs: 20_000,
    about: `lines ${JSON.stringify(wanted)}`,
    everyMs: 100,
  }).catch(async (error: Error) => {
    throw new Error(`${error.message}: ${await read()} ${(await on.run("docker", ["logs", "app"])).stderr}`);
  });
}

test.skipIf(missing !== null)(
  "a container brings its volume back at its first start on another node, and what it left behind does not take the archive's place",
  async () => {
    // No drive, no start: an empty volume would be taken for the real one.
    const early = await machine(1).run("docker", ["run", "--rm", "-e", "RESTORE=data=/", "lab/app", "true"]);
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining("is the drive mounted?")]);
    await mkdir(join(directory, "drive/volumes"));
    await machine(1).docker(...app("one"));
    await lines(machine(1), "one\n");
    const first = await backup(machine(1), "backup-volumes");
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^done +app_data/m) });

    await machine(1).docker("rm", "-f", "app");
    await machine(2).docker(...app("two"));
    await lines(machine(2), "one\ntwo\n");
    await machine(2).docker("restart", "-t", "0", "app");
    await lines(machine(2), "one\ntwo\ntwo\n");

    expect(await backup(machine(2), "backup-volumes")).toMatchObject({ code: 0 });
    const left = await backup(machine(1), "backup-volumes");
    expect(left).toMatchObject({ code: 0, stdout: expect.stringMatching(/^done +app_data .*in volumes\/node1/m) });
    const archived = (path: string) => sh(machine(1), `tar -xOzf ${directory}/drive/volumes/${path} ./lines`);
    expect(await archived("data.tar.gz")).toBe("one\ntwo\ntwo");
    expect(await archived("node1/data.tar.gz")).toBe("one");
  },
  90_000,
);

test.skipIf(missing !== null)(
  "a restore at start that was cut short begins anew, and an archive that is broken starts nothing",
  async () => {
    await machine(1).docker("volume", "create", "cut_data");
    const place = await machine(1).docker("volume", "inspect", "-f", "{{.Mountpoint}}", "cut_data");
    await sh(machine(1), `echo half >${place}/half && touch ${place}/.restore-at-start`);
    const run = (...more: readonly string[]) =>
      machine(1).run("docker", [
        ...["run", "--rm", "-v", "cut_data:/data", "-v", `${directory}/drive:/backups:ro`, "-e", "RESTORE=data=/data"],
        ...[...more, "lab/app", "sh", "-c", "cd /data && find . -type f"],
      ]);
    expect((await run()).stdout).toBe("./lines\n");
    // It has files now, and is left alone, whatever the archive.
    await sh(machine(1), `cd ${directory}/drive && cp -r volumes broken && echo x >broken/data.tar.gz`);
    expect((await run("-e", "RESTORE_FROM=/backups/broken")).stdout).toBe("./lines\n");
    await sh(machine(1), `rm ${place}/lines`);
    const broken = await run("-e", "RESTORE_FROM=/backups/broken");
    expect([broken.code, broken.stdout]).toEqual([1, ""]);
    expect(broken.stderr).toContain("cannot be read to its end");
    const absent = await run("-e", "RESTORE=other=/data", "-e", "RESTORE_EMPTY=fail");
    expect([absent.code, absent.stderr]).toEqual([
      1,
      expect.stringContaining("there is no /backups/volumes/other.tar.gz"),
    ]);
    expect((await run("-e", "RESTORE=other=/data")).code).toBe(0);
    await machine(1).docker("volume", "rm", "cut_data");
    await sh(machine(1), `rm -r ${directory}/drive/broken`);
  },
  60_000,
);

test.skipIf(missing !== null)(
  "clean-up removes an unused volume only with a young good archive of just what is in it",
  async () => {
    const clean = async (...words: readonly string[]) => (await backup(machine(1), "backup-clean-up", ...words)).stdout;
    const exists = async (name: string) => (await machine(1).docker("volume", "ls", "-q")).split("\n").includes(name);
    const data = await machine(1).docker("volume", "inspect", "-f", "{{.Mountpoint}}", volume);
    await machine(1).docker("volume", "create", "app_never");
    // Seen as unused for the first time.
    expect(await clean()).toMatch(/^skipped +app_data +stays: it was still in use at the clean-up before$/m);
    expect(await clean("--date", dayFromNow(3))).toMatch(/app_data +stays: no good archive of it is younger than 36 h/);
    expect(await clean("--dry-run")).toMatch(/^skipped +app_data +would be removed$/m);
    await sh(machine(1), `echo later >>${data}/lines`);
    expect(await clean()).toMatch(/app_data +stays: it was written to after its archive was made/);
    await backup(machine(1), "backup-volumes", volume);
    const archive = `${directory}/drive/volumes/node1/data.tar.gz`;
    await sh(
      machine(1),
      `cp -p ${archive} ${archive}.good; size=$(stat -c %s ${archive}); printf x | dd of=${archive} bs=1 seek=$((size - 6)) conv=notrunc 2>/dev/null; touch -r ${archive}.good ${archive}`,
    );
    expect(await clean()).toMatch(/app_data +stays: its archive cannot be read to its end/);
    await sh(machine(1), `truncate -s 10 ${archive}`);
    expect(await clean()).toMatch(/app_data +stays: no good archive/);
    await sh(machine(1), `mv ${archive}.good ${archive}`);
    await machine(1).docker("run", "-d", "--name", "user", "-v", `${volume}:/data`, "lab/app", "sleep", "600");
    expect(await clean()).not.toContain("app_data");
    await machine(1).docker("rm", "-f", "user");
    expect(await clean()).toMatch(/app_data +stays: it was still in use at the clean-up before/);
    expect(await exists(volume)).toBe(true);

    expect(await clean()).toMatch(/^done +app_data +removed$/m);

    expect(await exists(volume)).toBe(false);
    expect(await exists("app_never")).toBe(true);
    // Another volume of that name is none of the archive's.
    await machine(1).docker("volume", "create", "other_data");
    await clean();
    expect(await clean()).toMatch(/^skipped +other_data +stays: no good archive/m);
    const restored = await backup(machine(1), "backup-restore", "volume", "data", "--node", "node1");
    expect(restored).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("volume app_data has what volumes/node1/data.tar.gz holds"),
    });
    expect(await sh(machine(1), `cat ${data}/lines`)).toBe("one\nlater");
    const used = await backup(machine(2), "backup-restore", "volume", "data", "--replace");
    expect([used.code, used.stderr]).toEqual([1, expect.stringContaining("is in use: stop its containers first")]);
  },
  90_000,
);

test.skipIf(noDatabase !== null)(
  "a database in a container is dumped with the password that it was given, and loaded into another one",
  async () => {
    const on = machine(2);
    const secret = `p'w"d\\ $x`;
    // The server is this machine's own, in a container of its own.
    const mounts = ["/usr", "/etc", "/lib", "/lib64", "/bin", "/sbin"].flatMap((path) => ["-v", `${path}:${path}:ro`]);
    const start = (name: string, service: string, ...env: readonly string[]) =>
      on.docker(
        ...["run", "-d", "--name", name, "--label", `com.docker.swarm.service.name=${service}`, ...mounts],
        ...[
          "-v",
          `${directory}/drive:/secrets:ro`,
          ...env,
          ...["-e", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
          "--tmpfs",
          "/tmp",
          "--tmpfs",
          "/run",
          "--tmpfs",
          "/var",
          "--entrypoint",
          "/bin/sh",
          "lab/app",
          "-c",
        ],
        `mkdir -p /run/mysqld /var/lib/mysql /var/tmp && mariadb-install-db --no-defaults --user=root --datadir=/var/lib/mysql --auth-root-authentication-method=normal >/dev/null
         exec mariadbd --no-defaults --user=root --datadir=/var/lib/mysql --socket=/run/mysqld/mysqld.sock --skip-networking`,
      );
    const sql = (name: string, text: string, ...more: readonly string[]) =>
      on.run(
        "docker",
        ["exec", "-i", name, "mariadb", "--no-defaults", "--socket=/run/mysqld/mysqld.sock", "-N", ...more],
        { input: text },
      );
    const isUp = (name: string) =>
      until(async () => (await sql(name, "SELECT 1")).code === 0, {
        timeoutMs: 40_000,
        about: `${name}`,
        everyMs: 200,
      });
    await writeFile(join(directory, "drive/password"), `${secret}\n`);
    await start("one", "shop_db", "-e", "MARIADB_ROOT_PASSWORD_FILE=/secrets/password");
    await isUp("one");
    const quoted = secret.replace(/['\\]/g, (each) => (each === "'" ? "''" : "\\\\"));
    await sql(
      "one",
      `CREATE DATABASE shop; CREATE TABLE shop.item (n INT); INSERT INTO shop.item VALUES (41), (1); ALTER USER root@localhost IDENTIFIED BY '${quoted}'`,
    );

    expect(await backup(on, "backup-databases")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^done +shop_db +\d+ tables/m),
    });

    await on.docker("rm", "-f", "one");
    await start("two", "shop_db");
    await isUp("two");
    expect(await backup(on, "backup-restore", "database", "db", "--into", "two")).toMatchObject({ code: 0 });
    // Root has the password of before again.
    const loaded = await sql("two", "SELECT SUM(n) FROM shop.item", `-p${secret}`);
    expect(loaded.stdout).toBe("42\n");
    // Without a container's password, and with a wrong one, the last dump stays.
    const denied = await backup(on, "backup-databases");
    expect([denied.code, denied.stdout]).toEqual([1, expect.stringMatching(/^failed +shop_db .*the last one stays/m)]);
    await on.docker("rm", "-f", "two");
    expect(await backup(on, "backup-databases")).toMatchObject({ code: 0, stdout: "no database runs here\n" });
  },
  120_000,
);

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
