import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type StockMinion, until } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LabOfRelease } from "./lab-of-release.js";
import { type CaseResult, keptIn, writeRecord } from "./record.js";
import { installedReleases } from "./releases.js";

// Stock minions, unmodified, of each release. The cases of a release share a master and run in their order.
const against = process.env["SALINA_TEST_AGAINST"] === "stock" ? "stock" : "salina";
const jobsInARow = Number(process.env["SALINA_TEST_JOBS"] ?? 50);
const date = new Date().toISOString().slice(0, 10);

for (const installed of await installedReleases(process.env)) {
  const { release, era } = installed;
  const known = { release, era, date };
  if (installed.missing !== null) {
    console.log(`salt-minion ${release}: not run: ${installed.missing}`);
    writeRecord(
      { ...known, python: null, notRun: installed.missing, relaxed: [], cases: {}, secondsUntilItAnswersAgain: null },
      process.env,
    );
    test.skip(`salt-minion ${release} (not run: ${installed.missing})`, () => undefined);
    continue;
  }

  describe(`salt-minion ${release} on Python ${installed.python}, against ${against}`, () => {
    const cases: Record<string, CaseResult> = {};
    const recorded = keptIn(cases);
    let secondsUntilItAnswersAgain: number | null = null;
    let lab: LabOfRelease;
    let node: StockMinion;
    let stranger: StockMinion;
    let twin: StockMinion;

    beforeAll(async () => {
      lab = await LabOfRelease.start(installed.bin, against);
      await expectOtherMaster(join(lab.minionRoot("stranger"), "pki"));
      [node, stranger, twin] = await Promise.all([
        lab.startMinion("node.local.lan"),
        lab.startMinion("stranger"),
        lab.startMinion("twin"),
      ]);
    });

    afterAll(async () => {
      const { python, relaxed } = installed;
      writeRecord({ ...known, python, notRun: null, relaxed, cases, secondsUntilItAnswersAgain }, process.env);
      await lab?.end();
    });

    recorded("a new key is pending", async () => {
      await Promise.all([node, stranger, twin].map((minion) => lab.keyIs("pending", minion.id)));
      expect((await lab.keys()).accepted).toEqual([]);
    });

    recorded("a key that is accepted by its fingerprint lets the minion in", async () => {
      await Promise.all([lab.admit(node), lab.admit(twin)]);
      expect((await lab.keys()).accepted).toEqual([node.id, twin.id]);
    });

    recorded("test.ping is answered", async () => {
      expect(await lab.run(node.id, "test.ping")).toBe(true);
    });

    recorded("cmd.run gives the output of the command", async () => {
      expect(await lab.run(node.id, "cmd.run", ["echo one; echo two"])).toBe("one\ntwo");
    });

    // From 3006.1 on a stock minion itself cuts returns above its max_event_size of 1 MiB, envelope included.
    recorded("a megabyte of output arrives whole", async () => {
      const output = await lab.run(node.id, "cmd.run", ["head -c 1000000 /dev/zero | tr '\\0' x"]);
      expect(output).toHaveLength(1_000_000);
      expect(String(output).replaceAll("x", "")).toBe("");
    });

    test("so does a mebibyte, where the minion's own limit lets it (`max_event_size`)", async () => {
      const output = await lab.run(node.id, "cmd.run", ["head -c 1048576 /dev/zero | tr '\\0' x"]);
      expect(output).toHaveLength(1_048_576);
    });

    recorded("text beyond ASCII goes both ways unchanged", async () => {
      expect(await lab.run(node.id, "cmd.run", ["echo 'grüße ☃ 漢字 😀'"])).toBe("grüße ☃ 漢字 😀");
    });

    recorded("output that is not text is answered too", async () => {
      expect(await lab.run(node.id, "cmd.run", ["printf 'before\\377\\376\\200after'"])).toMatch(/^before.*after$/s);
    });

    recorded("numbers, null, lists and maps keep their types", async () => {
      const value = '{"i": 1, "f": 1.0, "big": 9007199254740993, "no": null, "list": [true, -2.5, "3"]}';
      const { stdout } = await lab.runRaw(node.id, "test.arg", ["7", "7.0", value]);
      const { args } = (JSON.parse(stdout) as Record<string, { args: unknown[] }>)[node.id] ?? { args: [] };
      expect(args).toHaveLength(3);
      const said = stdout.replaceAll(/\s/g, "");
      expect(said).toContain("[7,7.0,{");
      for (const part of ['"i":1,', '"f":1.0', '"big":9007199254740993', '"no":null', '"list":[true,-2.5,"3"]']) {
        expect(`${said.replaceAll("}", ",}")}`).toContain(part);
      }
    });

    recorded("salt-call reaches the master", async () => {
      const { stdout, code } = await node.call(["test.ping", "--out=json"]);
      expect([code, JSON.parse(stdout)]).toEqual([0, { local: true }]);
    });

    recorded("a minion that expects another master key refuses this master", async () => {
      await lab.accept(stranger);
      await stranger.waitForLog(/master key has changed|Invalid master key|Failed to authenticate message/i, 60_000);
      expect((await lab.runRaw(stranger.id, "test.ping", [], 2)).stdout).not.toMatch(/true/);
      await stranger.kill9();
    });

    recorded("a minion with another key under a known id is denied", async () => {
      await twin.kill9();
      for (const name of ["minion.pem", "minion.pub"]) await rm(join(twin.pkiDir, name));
      await twin.restart();
      await twin.waitForLog(/rejected this minion's public key|key has been denied|public key was rejected/i, 60_000);
      await lab.keyIs("denied", twin.id);
      expect((await lab.runRaw(twin.id, "test.ping", [], 2)).stdout).not.toMatch(/true/);
      await twin.kill9();
    });

    recorded("after a key rotation while it is idle the next job is answered", async () => {
      const before = lab.master.log().length;
      const { code } = await lab.master.saltKey(["-y", "-d", twin.id]);
      expect(code).toBe(0);
      await until(() => /key\.rotated|Rotating master AES key/.test(lab.master.log().slice(before)), {
        timeoutMs: 10_000,
        about: "key rotation in the master's log",
      });
      // The first job may be what tells the minion of the new key; it must be answered all the same.
      expect(await lab.run(node.id, "test.ping")).toBe(true);
      expect(await lab.run(node.id, "cmd.run", ["echo rotated"])).toBe("rotated");
    });

    recorded(
      "many jobs in a row are all answered",
      async () => {
        expect(await lab.master.manyJobs(node.id, "test.ping", jobsInARow)).toBe(jobsInARow);
      },
      300_000,
    );

    recorded("a job whose minion is killed ends with a named outcome", async () => {
      const started = join(lab.directory, "started");
      const job = lab.master.salt(["-t", "3", node.id, "cmd.run", `touch ${started}; sleep 600`]);
      await until(() => existsSync(started), { timeoutMs: 30_000, about: "running job" });
      await node.kill9();
      const { stdout, code } = await job;
      expect(stdout).toMatch(/Minion did not return/);
      expect(code).not.toBe(0);
    });

    recorded("a minion that is restarted answers again", async () => {
      await node.restart();
      await node.waitForLog(/Minion is ready to receive requests/, 60_000);
      await lab.answers(node.id, 30_000);
    });

    recorded("after kill -9 of the master and its restart the minion answers again", async () => {
      const begin = performance.now();
      await lab.master.restart("SIGKILL");
      await lab.answers(node.id, 100_000);
      secondsUntilItAnswersAgain = Math.round((performance.now() - begin) / 100) / 10;
      expect(await lab.run(node.id, "test.ping")).toBe(true);
      expect((await lab.keys()).accepted).toContain(node.id);
    });
  });
}

/** A minion that has already met a master: one with a key of its own. */
async function expectOtherMaster(pkiDir: string): Promise<void> {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await mkdir(pkiDir, { recursive: true, mode: 0o700 });
  await writeFile(join(pkiDir, "minion_master.pub"), publicKey.export({ type: "spki", format: "pem" }));
}
