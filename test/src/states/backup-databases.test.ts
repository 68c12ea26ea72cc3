import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databasePackages, MariaDb, runCommand, until, whyNot } from "@salina/lab";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BackupBox, toolSets } from "./backup-box.js";

/** Dumps of a real MariaDB. */
const missing = whyNot(databasePackages, { root: false });
if (missing !== null) console.log(`SKIPPED: dumps of databases: ${missing}`);
const password = "it's \"quoted\\ with # and spaces";
const quotedPassword = password.replace(/['\\]/g, (one) => (one === "'" ? "''" : "\\\\"));
let directory: string;
let server: MariaDb;
let other: MariaDb;
let box: BackupBox;

describe.skipIf(missing !== null)("a server on the node", () => {
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sdb-"));
    server = await MariaDb.start(join(directory, "one"));
    other = await MariaDb.start(join(directory, "two"));
    await server.must(schema);
    await server.must(`ALTER USER root@localhost IDENTIFIED BY '${quotedPassword}'`);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await other?.stop();
    await rm(directory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    box = await BackupBox.make();
    await login(box, password);
  });
  afterEach(() => box.end());

  async function login(at: BackupBox, word: string): Promise<void> {
    const file = join(at.directory, "my.cnf");
    await writeFile(file, `[client]\nuser=root\npassword="${word.replace(/[\\"]/g, "\\$&")}"\n`, { mode: 0o600 });
    await at.set({ SOCKETS: server.socket, DEFAULTS_FILE: file });
  }
  const onServer = (text: string) => server.must(text, { password });

  test("is dumped while it is written to, and each sum in the dump holds when it is loaded elsewhere", async () => {
    const writer = await busyWriter();
    const { code, stdout } = await box.run("backup-databases");
    expect(await writer()).toBeGreaterThan(0);

    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^done +node1 +\d+ tables/) });
    expect(await box.readInfo("databases/node1")).toMatch(
      /^of=node1\nnode=node1\nfinished=\d+\nentries=\d+\nbytes=\d+\n$/,
    );
    await box.set({ SOCKETS: other.socket, DEFAULTS_FILE: "" });
    expect(await box.run("backup-restore", "database", "node1")).toMatchObject({ code: 0 });
    const there = (text: string) => other.must(text, { password });
    expect(await there("SELECT SUM(money), COUNT(*) FROM bank.account")).toBe("1000\t10");
    expect(await there("SELECT (SELECT n FROM old.a) - (SELECT n FROM old.b)")).toBe("0");
    expect(await there("SELECT HEX(data), text FROM bank.thing")).toBe("00FF27225C0A\tgrüße 🧂");
    expect(await there("CALL bank.total(); SELECT * FROM bank.rich LIMIT 1")).toMatch(/^1000/);
    expect(await there("SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'bank'")).toBe(
      "log_change",
    );
    expect(await there("SHOW EVENTS FROM bank")).toContain("yearly");
    // Who may log in came along.
    expect(await there("SELECT COUNT(*) FROM mysql.global_priv WHERE User = 'ann'")).toBe("1");
  }, 90_000);

  test("no password is in any command line", async () => {
    for (const name of ["mariadb", "mariadb-dump"]) {
      const { stdout } = await runCommand("sh", ["-c", `command -v ${name}`]);
      await box.program(
        name,
        `#!/bin/sh\nprintf '%s\\n' "$0" "$@" >>${box.directory}/said\nexec ${stdout.trim()} "$@"\n`,
      );
    }
    expect((await box.run("backup-databases")).code).toBe(0);
    const said = await readFile(join(box.directory, "said"), "utf8");
    expect(said).toContain("--all-databases");
    expect(said).not.toContain("quoted");
  });

  test("what cannot be dumped fails, and the last dump stays", async () => {
    expect((await box.run("backup-databases", "--date", "2026-01-01")).code).toBe(0);
    const before = await readFile(join(box.drive, "databases/node1.sql.gz"));
    await login(box, "wrong");
    const denied = await box.run("backup-databases");
    expect([denied.code, denied.stdout]).toEqual([1, expect.stringMatching(/^failed +node1 +the dump ended with 1/)]);
    expect(denied.stderr).toContain("Access denied");
    await login(box, password);
    // A dump that ends early, and says that all is well.
    const real = (await runCommand("sh", ["-c", "command -v mariadb-dump"])).stdout.trim();
    await box.program("mariadb-dump", `#!/bin/sh\n${real} "$@" | head -n 100\n`);
    const cut = await box.run("backup-databases");
    expect([cut.code, cut.stdout]).toEqual([
      1,
      expect.stringContaining("the new dump is not complete, the last one stays"),
    ]);
    expect(await readFile(join(box.drive, "databases/node1.sql.gz"))).toEqual(before);
    expect(await box.onDrive("databases")).toEqual(
      ["monthly/node1-2026-01.sql.gz", "node1.info", "node1.sql.gz", "weekly/node1-2025-12-29.sql.gz"].sort(),
    );
  });

  test("a dump that is not whole is not loaded", async () => {
    await runCommand("mkdir", ["-p", join(box.drive, "databases")]);
    await runCommand("sh", ["-c", `echo 'DROP DATABASE bank;' | gzip >"$0/databases/node1.sql.gz"`, box.drive]);
    expect(await box.run("backup-restore", "database", "node1")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is not complete"),
    });
    expect(await onServer("SELECT COUNT(*) FROM bank.account")).toBe("10");
  });

  test("where none runs, nothing is done, not even when the drive is absent", async () => {
    await box.set({ SOCKETS: join(directory, "no-socket"), DRIVE: "/absent" });
    expect(await box.run("backup-databases")).toMatchObject({ code: 0, stdout: "no database runs here\n" });
    await box.set({ SOCKETS: server.socket, DATABASES: "0" });
    expect(await box.run("backup-databases")).toMatchObject({ code: 0, stdout: "no databases are wanted here\n" });
  });

  test.runIf(toolSets.length > 1)("is dumped with the tools of busybox", async () => {
    const small = await BackupBox.make("busybox");
    try {
      await login(small, password);
      for (const name of ["mariadb", "mariadb-dump"])
        await runCommand("sh", ["-c", `ln -s "$(command -v ${name})" ${small.directory}/bin/${name}`]);
      expect(await small.run("backup-databases")).toMatchObject({ code: 0, stdout: expect.stringContaining("1 done") });
    } finally {
      await small.end();
    }
  });

  /** Moves money between accounts, and counts two old tables up together, until told to stop. @returns how often it did */
  async function busyWriter(): Promise<() => Promise<number>> {
    let going = true;
    let turns = 0;
    const work = (async () => {
      while (going) {
        await onServer(`USE bank;
          ${"START TRANSACTION; UPDATE account SET money = money - 1 WHERE id = 1; UPDATE account SET money = money + 1 WHERE id = 7; COMMIT;".repeat(40)}
          USE old; LOCK TABLES a WRITE, b WRITE; UPDATE a SET n = n + 1; UPDATE b SET n = n + 1; UNLOCK TABLES;`);
        turns++;
      }
    })();
    await until(() => Promise.resolve(turns > 0), { timeoutMs: 10_000, about: "the writer" });
    const begun = turns;
    return async () => {
      going = false;
      await work;
      return turns - begun;
    };
  }
});

const schema = `
CREATE DATABASE bank CHARACTER SET utf8mb4;
USE bank;
CREATE TABLE account (id INT PRIMARY KEY, money INT NOT NULL) ENGINE=InnoDB;
INSERT INTO account SELECT seq, 100 FROM seq_1_to_10;
CREATE TABLE thing (data BLOB, text VARCHAR(100)) ENGINE=InnoDB;
INSERT INTO thing VALUES (0x00FF27225C0A, _utf8mb4 0x6772C3BCC39F6520F09FA782);
CREATE TABLE filler (id INT PRIMARY KEY, text VARCHAR(200)) ENGINE=InnoDB;
INSERT INTO filler SELECT seq, REPEAT(MD5(seq), 5) FROM seq_1_to_20000;
CREATE VIEW rich AS SELECT * FROM account WHERE money > 0;
CREATE PROCEDURE total() SELECT SUM(money) FROM account;
CREATE TABLE changes (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;
CREATE TRIGGER log_change AFTER UPDATE ON thing FOR EACH ROW INSERT INTO changes VALUES (NULL);
CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR STARTS '2030-01-01' DO INSERT INTO changes VALUES (NULL);
CREATE DATABASE old;
CREATE TABLE old.a (n INT) ENGINE=MyISAM;
CREATE TABLE old.b (n INT) ENGINE=MyISAM;
INSERT INTO old.a VALUES (0);
INSERT INTO old.b VALUES (0);
CREATE USER ann@localhost IDENTIFIED BY 'x';
`;
