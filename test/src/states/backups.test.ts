import { chmod, mkdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backupPackages, isThere, RemoteDrive, runCommand, until, whyNot } from "@salina/lab";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BackupBox, toolSets } from "./backup-box.js";

/** Archives of volumes: what they hold, which stay, and what becomes of them when something fails. */
let box: BackupBox;
afterEach(() => box.end());

describe.each(toolSets)("with the tools of %s", (tools) => {
  beforeEach(async () => {
    box = await BackupBox.make(tools);
  });

  test("each volume becomes an archive with all its files, and comes back from it as it was", async () => {
    const data = await box.volume("stack_data", { ".hidden": "h", "a b/ü": "1", "a b/.x": "2", "-rf": "3" });
    await runCommand("sh", ["-c", 'cd "$0"; ln -s "a b" link; mkfifo fifo; mkdir empty; chmod 1750 empty', data]);
    await runCommand("sh", ["-c", 'cd "$0"; printf x >"$(printf "two\\nlines")"; ln -- -rf hard', data]);
    await box.volume("alone", { file: "f" });
    await box.volume("0".repeat(64), { file: "of no name" });
    await box.volume("stack_out", { file: "f" });
    await box.set({ EXCLUDE: "*_out" });

    const { code, stdout } = await box.run("backup-volumes", "--date", "2026-03-04");

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("2 done, 0 skipped, 0 failed") });
    expect(await box.onDrive("volumes")).toEqual(
      ["alone", "data"]
        .flatMap((name) => [
          `${name}.info`,
          `${name}.tar.gz`,
          `monthly/${name}-2026-03.tar.gz`,
          `weekly/${name}-2026-03-02.tar.gz`,
        ])
        .sort(),
    );
    expect(await box.readInfo("volumes/data")).toMatch(
      /^of=stack_data\nnode=node1\nfinished=\d+\nentries=1[12]\nbytes=\d+\nchanged=no\n$/,
    );
    const restored = await box.run("backup-restore", "volume", "data", "--into", "other_data");
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining("volume other_data has what") });
    const tree = (directory: string) =>
      runCommand("sh", ["-c", 'cd "$0"; find . -printf "%p %M %U %G %s %l %n\\n" | sort', directory]);
    const was = (await tree(data)).stdout;
    expect((await tree(join(box.volumes, "other_data/_data"))).stdout).toBe(was);
    expect(was).toContain("./.hidden -rw");
    const list = await box.run("backup-restore", "list");
    expect(list.stdout).toMatch(/^volumes\/data\.tar\.gz +stack_data +node1 +1[12] +\d+ B +\d{4}-/m);
  });

  test("names that would meet in one archive are refused, and whole names keep them apart", async () => {
    await box.volume("a_data", { file: "a" });
    await box.volume("b_data", { file: "b" });
    const { code, stdout } = await box.run("backup-volumes");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^done +a_data .*\nfailed +b_data +volumes\/data.tar.gz is of a_data: give volumes/);
    expect(await box.archived("volumes/data.tar.gz", "file")).toBe("a");
    await box.set({ NAMES: "full" });
    expect((await box.run("backup-volumes")).code).toBe(0);
    expect(await box.archived("volumes/b_data.tar.gz", "file")).toBe("b");
  });

  test("a volume that is suddenly empty does not take the place of its archive", async () => {
    const data = await box.volume("s_data", { file: "precious" });
    await box.run("backup-volumes");
    await rm(join(data, "file"));
    const { code, stdout } = await box.run("backup-volumes");
    expect([code, stdout]).toEqual([1, expect.stringContaining("it is empty, and its archive is not")]);
    expect(await box.archived("volumes/data.tar.gz", "file")).toBe("precious");
    expect((await box.run("backup-volumes", "--allow-empty")).code).toBe(0);
    // The next ones are no surprise.
    expect((await box.run("backup-volumes")).code).toBe(0);
  });

  test("a volume whose data is on a device of its own is left to that", async () => {
    await box.volume("s_nfs");
    await writeFile(join(box.volumes, "s_nfs/opts.json"), '{"MountType":"nfs","MountOpts":"","MountDevice":":/x"}');
    const { code, stdout } = await box.run("backup-volumes");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^skipped +s_nfs/)]);
    expect(await box.onDrive("volumes").catch(() => [])).toEqual([]);
  });

  test("a second run at the same time is refused", async () => {
    await box.volume("s_data", { file: "x" });
    await box.program("gzip", `#!/bin/sh\ntouch ${box.directory}/begun\nread -r _ <${box.directory}/go\nexit 1\n`);
    await runCommand("mkfifo", [join(box.directory, "go")]);
    const first = box.start("backup-volumes");
    await until(() => isFile(join(box.directory, "begun")), { timeoutMs: 20_000, about: "the first run" });
    const { code, stderr } = await box.run("backup-volumes");
    process.kill(-first.pid, "SIGKILL");
    await first.ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining("another run of the backups is at work on this node")]);
  });

  test("what does not hold in the settings or the command line is named, and nothing is written", async () => {
    await box.volume("s_data", { file: "x" });
    const refused: [Record<string, string>, string][] = [
      [{ DRIVE: "relative" }, "DRIVE is to be an absolute path"],
      [{ DRIVE: join(box.directory, "absent") }, "absent"],
      [{ DRIVE: box.drive, NODE: "a/b" }, "NODE is to be a name"],
      [{ NODE: "weekly" }, "NODE cannot be weekly"],
      [{ NODE: "node1", KEEP_WEEKLY: "many" }, "'many' is no number"],
      [{ KEEP_WEEKLY: "2", MARKER: "the-drive" }, "it has no the-drive"],
    ];
    for (const [settings, text] of refused) {
      await box.set(settings);
      expect(await box.run("backup-volumes")).toMatchObject({ code: 1, stderr: expect.stringContaining(text) });
    }
    await box.set({ MARKER: "" });
    expect(await box.run("backup-volumes", "--date", "someday")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("'someday' is no date"),
    });
    expect(await box.run("backup-volumes", "s_absent")).toMatchObject({ code: 1 });
    expect(await box.run("backup-restore", "volume", "../x")).toMatchObject({ code: 2 });
    expect(await box.run("backup-restore", "volume", "x", "--of", "../../x")).toMatchObject({ code: 2 });
    expect(await box.onDrive()).toEqual([]);
  });

  test("an archive of which one byte is wrong is not restored, and the volume stays as it was", async () => {
    const data = await box.volume("s_data", { file: "new".repeat(1000) });
    await box.run("backup-volumes");
    await writeFile(join(data, "file"), "later");
    const archive = join(box.drive, "volumes/data.tar.gz");
    const bytes = await readFile(archive);
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1;
    await writeFile(archive, bytes);
    const { code, stderr } = await box.run("backup-restore", "volume", "data", "--replace");
    expect([code, stderr]).toEqual([1, expect.stringContaining("cannot be read to its end")]);
    expect(await readFile(join(data, "file"), "utf8")).toBe("later");
    await truncate(archive, 30);
    expect((await box.run("backup-restore", "volume", "data", "--replace")).code).toBe(1);
    expect(await readFile(join(data, "file"), "utf8")).toBe("later");
  });

  test("an older archive comes back by its week or month, and a volume with files only when that is said", async () => {
    const data = await box.volume("s_data", { file: "january" });
    await box.run("backup-volumes", "--date", "2026-01-31");
    await writeFile(join(data, "file"), "february");
    await box.run("backup-volumes", "--date", "2026-02-28");
    await writeFile(join(data, "file"), "march");
    const restore = (...words: string[]) => box.run("backup-restore", "volume", "data", ...words);
    expect(await restore("--of", "2026-01")).toMatchObject({ code: 1, stderr: expect.stringContaining("has files") });
    expect((await restore("--of", "2026-01", "--replace")).code).toBe(0);
    expect(await readFile(join(data, "file"), "utf8")).toBe("january");
    expect((await box.run("backup-restore", "is-restored", "data", "--of", "2026-01")).code).toBe(0);
    expect((await box.run("backup-restore", "is-restored", "data")).code).toBe(1);
    expect((await restore("--of", "2026-02-23", "--replace")).code).toBe(0);
    expect(await readFile(join(data, "file"), "utf8")).toBe("february");
    expect(await restore("--of", "2025-12")).toMatchObject({ code: 1, stderr: expect.stringContaining("list shows") });
  });

  test("`old: true` keeps the archive before the last", async () => {
    await box.set({ KEEP_OLD: "1" });
    const data = await box.volume("s_data", { file: "one" });
    await box.run("backup-volumes");
    await writeFile(join(data, "file"), "two");
    await box.run("backup-volumes");
    expect(await box.archived("volumes/data.tar.gz.old", "file")).toBe("one");
    expect(await box.archived("volumes/data.tar.gz", "file")).toBe("two");
  });

  test("over ten weeks the last archive, and those of the last weeks and months, are there each day", async () => {
    await box.set({ WEEK_STARTS_ON: "7", KEEP_WEEKLY: "3", KEEP_MONTHLY: "2" });
    const data = await box.volume("s_data");
    const days = Array.from({ length: 70 }, (_, n) => new Date(Date.UTC(2025, 11, 20) + n * 86_400_000));
    const iso = (day: Date) => day.toISOString().slice(0, 10);
    const weeks: string[] = [];
    const months: string[] = [];
    const failing = new Set(["2026-01-01", "2026-01-04", "2026-02-01", "2026-02-02", "2026-02-15"]);
    for (const day of days) {
      const today = iso(day);
      await writeFile(join(data, "file"), today);
      // The week's first day fails now and then: the next good one takes its place.
      if (failing.has(today)) {
        await box.program("gzip", "#!/bin/sh\nexit 1\n");
        expect((await box.run("backup-volumes", "--date", today)).code).toBe(1);
        await rm(join(box.directory, "bin/gzip"));
        if (tools === "busybox") await runCommand("busybox", ["--install", "-s", join(box.directory, "bin")]);
      } else {
        expect((await box.run("backup-volumes", "--date", `${today} 03:30`)).code).toBe(0);
        const sunday = iso(new Date(day.getTime() - day.getUTCDay() * 86_400_000));
        if (!weeks.includes(sunday)) weeks.push(sunday);
        if (!months.includes(today.slice(0, 7))) months.push(today.slice(0, 7));
        expect(await box.archived("volumes/data.tar.gz", "file")).toBe(today);
      }
      expect(await box.onDrive("volumes/weekly")).toEqual(weeks.slice(-3).map((week) => `data-${week}.tar.gz`));
      expect(await box.onDrive("volumes/monthly")).toEqual(months.slice(-2).map((month) => `data-${month}.tar.gz`));
    }
    expect(await box.archived("volumes/monthly/data-2026-02.tar.gz", "file")).toBe("2026-02-03");
    expect(await box.archived("volumes/weekly/data-2026-02-08.tar.gz", "file")).toBe("2026-02-08");
    expect(await box.archived("volumes/weekly/data-2026-02-15.tar.gz", "file")).toBe("2026-02-16");
  }, 180_000);
});

describe("what fails", () => {
  const root = process.getuid?.() === 0 && isThere("setpriv");
  if (!root) console.log("SKIPPED: drives that are absent, full or go away, unreadable files: need root and setpriv");
  beforeEach(async () => {
    box = await BackupBox.make();
  });
  const mounted = (...options: string[]) => runCommand("mount", ["-t", "tmpfs", ...options, "tmpfs", box.drive]);
  const unmount = () => runCommand("umount", ["-l", box.drive]);

  test.skipIf(!root)("an unreadable file fails its volume alone, and the last archive stays", async () => {
    const bad = await box.volume("s_bad", { file: "good" });
    await box.volume("s_good", { file: "good" });
    await chmod(box.directory, 0o755);
    await runCommand("chown", ["-R", "nobody", box.directory]);
    // Root reads everything.
    box.before = ["setpriv", "--reuid=65534", "--clear-groups"];
    expect((await box.run("backup-volumes")).code).toBe(0);
    await writeFile(join(bad, "file"), "newer");
    await writeFile(join(bad, "secret"), "x", { mode: 0o000 });
    const { code, stdout } = await box.run("backup-volumes");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed +s_bad +tar ended with 2, the last archive stays\ndone +s_good/m);
    expect(await box.archived("volumes/bad.tar.gz", "file")).toBe("good");
    expect((await box.onDrive("volumes")).filter((file) => file.includes(".part"))).toEqual([]);
  });

  test.skipIf(!root)("a full drive fails what does not fit, and the last archives stay", async () => {
    await mounted("-o", "size=600k");
    await box.set({ MUST_BE_MOUNTED: "1", KEEP_WEEKLY: "0", KEEP_MONTHLY: "0" });
    await box.volume("s_a", { file: "small" });
    const big = await box.volume("s_b", { file: "was small" });
    await box.volume("s_c", { file: "small" });
    expect((await box.run("backup-volumes")).code).toBe(0);
    await runCommand("sh", ["-c", 'head -c 2000000 /dev/urandom >"$0/noise"', big]);
    const { code, stdout, stderr } = await box.run("backup-volumes");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^done +s_a .*\nfailed +s_b .*stays\ndone +s_c/m);
    expect(stderr).toContain("1 failed");
    expect(await box.archived("volumes/b.tar.gz", "file")).toBe("was small");
    expect((await box.onDrive("volumes")).filter((file) => file.includes(".part"))).toEqual([]);
  });

  test.skipIf(!root)(
    "an absent drive fails the run, and nothing is written into the directory that it belongs to",
    async () => {
      await box.set({ MUST_BE_MOUNTED: "1" });
      await box.volume("s_data", { file: "x" });
      const { code, stderr } = await box.run("backup-volumes");
      expect([code, stderr]).toEqual([1, expect.stringContaining("no drive is mounted at")]);
      expect(await box.onDrive()).toEqual([]);
      expect((await box.run("backup-restore", "list")).code).toBe(1);
      await mounted("-o", "ro");
      expect(await box.run("backup-volumes")).toMatchObject({ stderr: expect.stringContaining("cannot be written") });
      await unmount();
    },
  );

  test.skipIf(!root)(
    "a drive that goes away in the middle of a run fails it, and nothing is written beside it",
    async () => {
      await box.set({ MUST_BE_MOUNTED: "1" });
      await box.volume("s_data", { file: "x" });
      await mounted();
      await box.run("backup-volumes");
      await runCommand("mkfifo", [join(box.directory, "go")]);
      await box.program(
        "gzip",
        `#!/bin/sh\ncase "$*" in *-*[dt]*) exec /bin/gzip "$@" ;; esac\ntouch ${box.directory}/begun\nread -r _ <${box.directory}/go\nexec /bin/gzip "$@"\n`,
      );
      const { ended } = box.start("backup-volumes");
      await until(() => isFile(join(box.directory, "begun")), { timeoutMs: 20_000, about: "the archive to be begun" });
      await unmount();
      await writeFile(join(box.directory, "go"), "\n");
      expect(await ended).toBe(1);
      expect(await box.onDrive()).toEqual([]);
    },
  );

  const remote = whyNot(backupPackages, { root: true });
  if (remote !== null) console.log(`SKIPPED: a drive of another machine: ${remote}`);
  test.skipIf(remote !== null)(
    "a drive of another machine whose connection breaks fails the run, and what was on it is good",
    async () => {
      const shared = join(box.directory, "shared");
      await mkdir(shared);
      let drive = await RemoteDrive.mount(shared, box.drive, join(box.directory, "server1"));
      await box.set({ MUST_BE_MOUNTED: "1" });
      const data = await box.volume("s_data", { file: "good" });
      expect(await box.run("backup-volumes")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^done +s_data/),
      });
      await writeFile(join(data, "file"), "newer");
      await runCommand("mkfifo", [join(box.directory, "go")]);
      await box.program(
        "gzip",
        `#!/bin/sh\ncase "$*" in *-*[dt]*) exec /bin/gzip "$@" ;; esac\ntouch ${box.directory}/begun\nread -r _ <${box.directory}/go\nexec /bin/gzip "$@"\n`,
      );
      const { ended } = box.start("backup-volumes");
      await until(() => isFile(join(box.directory, "begun")), { timeoutMs: 20_000, about: "the archive to be begun" });
      await drive.cut();
      await writeFile(join(box.directory, "go"), "\n");
      expect(await ended).toBe(1);
      expect((await box.run("backup-volumes")).code).toBe(1);
      await drive.end();

      await rm(join(box.directory, "bin/gzip"));
      drive = await RemoteDrive.mount(shared, box.drive, join(box.directory, "server2"));
      expect(await box.archived("volumes/data.tar.gz", "file")).toBe("good");
      expect((await box.run("backup-volumes")).code).toBe(0);
      expect(await box.archived("volumes/data.tar.gz", "file")).toBe("newer");
      await drive.end();
    },
  );

  test("killed at any command, the last good archive can be read, and the next run puts things right", async () => {
    const data = await box.volume("s_data", { file: "0" });
    expect((await box.run("backup-volumes")).code).toBe(0);
    const archived = () => box.archived("volumes/data.tar.gz", "file");
    let last = "0";

    const calls = await box.killedAtEachCommand("backup-volumes", ["--date", "2026-01-01"], async (turn) => {
      expect([last, String(turn - 1)]).toContain(await archived());
      last = await archived();
      await writeFile(join(data, "file"), String(turn));
    });

    expect(calls).toBeGreaterThan(25);
    expect(await box.run("backup-volumes")).toMatchObject({ code: 0 });
    expect(await archived()).toBe(await readFile(join(data, "file"), "utf8"));
    expect((await box.onDrive()).filter((file) => file.includes(".part"))).toEqual([]);
  }, 120_000);

  test("killed while it writes an archive, the last one stays", async () => {
    const data = await box.volume("s_data", { file: "good" });
    await box.run("backup-volumes");
    await writeFile(join(data, "file"), "newer");
    await box.program("gzip", `#!/bin/sh\n/bin/gzip | head -c 60\nkill -KILL 0\n`);
    expect(await box.start("backup-volumes").ended).toBe(null);
    expect((await box.onDrive("volumes")).filter((file) => file.includes(".part"))).toHaveLength(1);
    expect(await box.archived("volumes/data.tar.gz", "file")).toBe("good");
    await rm(join(box.directory, "bin/gzip"));
    expect((await box.run("backup-volumes")).code).toBe(0);
    expect((await box.onDrive("volumes")).filter((file) => file.includes(".part"))).toEqual([]);
  });

  test("a restore killed at any command leaves the volume as it was or as its archive is, and can be done again", async () => {
    const data = await box.volume("s_data", { file: "archived", more: "x" });
    await box.run("backup-volumes");
    await writeFile(join(data, "file"), "now");
    const calls = await box.killedAtEachCommand("backup-restore", ["volume", "data", "--replace"], async () => {
      const place = (await isDirectory(data)) ? data : join(box.volumes, "s_data/_data.before");
      expect(["now", "archived"]).toContain(await readFile(join(place, "file"), "utf8"));
    });
    expect(calls).toBeGreaterThan(15);
    expect(await readFile(join(data, "file"), "utf8")).toBe("archived");
    expect((await box.run("backup-restore", "is-restored", "data")).code).toBe(0);
  }, 120_000);

  test("an archive that came out wrong without a word does not take the last one's place", async () => {
    const data = await box.volume("s_data", { file: "good" });
    await box.run("backup-volumes");
    await writeFile(join(data, "file"), "newer");
    // As a drive that loses the end of what it was given.
    await box.program(
      "gzip",
      '#!/bin/sh\ncase "$*" in *-*[dt]*) exec /bin/gzip "$@" ;; esac\n/bin/gzip "$@" | head -c 60\n',
    );
    const { code, stdout } = await box.run("backup-volumes");
    expect([code, stdout]).toEqual([1, expect.stringContaining("the last")]);
    await rm(join(box.directory, "bin/gzip"));
    expect(await box.archived("volumes/data.tar.gz", "file")).toBe("good");
  });
});

const isFile = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
const isDirectory = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
