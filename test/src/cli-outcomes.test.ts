import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SalinaMaster, type StockMinion, startMinion, startSalinaMaster, until } from "@salina/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout, installedReleases } from "./interop/releases.js";

const release = "3006.30";
const [salt] = await installedReleases({ SALINA_TEST_RELEASES: release });
if (!salt || salt.missing !== null) console.log(`SKIPPED: what became of a minion: salt ${release}: ${salt?.missing}`);
const hasTerminals = spawnSync("script", ["--version"]).status === 0;
if (!hasTerminals) console.log("SKIPPED: live lines on a terminal: there is no program `script` that makes one");

describe.skipIf(!salt || salt.missing !== null)("what the command tells of a minion that has not returned", () => {
  let directory: string;
  let master: SalinaMaster;
  let minion: StockMinion;

  beforeAll(async () => {
    if (!salt || salt.missing !== null) return;
    directory = await mkdtemp(join(tmpdir(), "salina-"));
    await mkdir(join(directory, "states"));
    await writeFile(join(directory, "states/slow.sls"), slow);
    master = await startSalinaMaster({
      checkout,
      root: join(directory, "master"),
      extraConfig: {
        auto_accept: true,
        state_events: true,
        timeout: 2,
        gather_job_timeout: 2,
        file_roots: { base: [join(directory, "states")] },
      },
    });
    minion = await startMinion({
      bin: salt.bin,
      id: "web1",
      master: "127.0.0.1",
      publishPort: master.publishPort,
      requestPort: master.requestPort,
      root: join(directory, "web1"),
    });
    await minion.waitForLog(/Minion is ready to receive requests/, 120_000);
  });

  afterAll(async () => {
    await minion.kill9();
    await master.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const command = (args: readonly string[]) => [
    join(checkout, "packages/cli/bin/salt.mjs"),
    "-c",
    master.configDir,
    ...args,
  ];

  test("Ctrl-C names the job and what still runs; --resume and jobs.follow pick it up", async () => {
    const running = collect(spawn(process.execPath, command(["-v", "web1", "test.sleep", "8"])));
    const jid = await until(() => /jid (\d{20})/.exec(running.stdout())?.[1] ?? false, {
      timeoutMs: 30_000,
      about: "job id of the command",
    });
    running.process.kill("SIGINT");
    expect(await running.ended).toBe(1);
    expect(running.stderr()).toContain(`This job's jid is: ${jid}\nExiting gracefully on Ctrl-c\n`);
    expect(running.stderr()).toContain("Not returned yet:\n  web1");
    expect(running.stderr()).toContain(`salt --resume ${jid}\n`);

    const resumed = { code: 0, stdout: "web1:\n    True\n", stderr: "" };
    expect(await master.salt(["--resume", jid])).toEqual(resumed);
    expect(await master.saltRun(["jobs.follow", jid])).toEqual(resumed);
  });

  test("one that hangs is offline, since when is told, and its late answer is named so", async () => {
    await minion.freeze();
    let jid: string;
    try {
      const ran = await master.salt(["web1", "test.echo", "woken"]);
      expect(ran).toMatchObject({ code: 1, stderr: "ERROR: Minions returned with non-zero exit code\n" });
      const found =
        /^web1:\n {4}Minion did not return\. \[Offline: last heard of at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]\n {4}.*--resume (\d{20})\n$/;
      expect(ran.stdout).toMatch(found);
      jid = found.exec(ran.stdout)?.[1] ?? "";
    } finally {
      await minion.thaw();
    }
    const late = await until(
      async () => {
        const ran = await master.salt(["--resume", jid]);
        return ran.code === 0 && ran;
      },
      { timeoutMs: 60_000, about: "late answer of web1" },
    );
    expect(late).toEqual({
      code: 0,
      stdout: "web1:\n    woken\n",
      stderr: "web1 returned late: the job had been given up for it.\n",
    });
  });

  test.skipIf(!hasTerminals)(
    "on a terminal live lines say which state a minion is at, and leave nothing behind",
    async () => {
      const words = [process.execPath, ...command(["web1", "state.apply", "slow"])];
      const line = words.map((word) => `'${word}'`).join(" ");
      const shown = collect(spawn("script", ["-qec", `stty cols 60 rows 24; ${line}`, "/dev/null"]));
      expect(await shown.ended).toBe(0);
      expect(shown.stdout()).toMatch(/web1 {2}2 of 3 {2}\d+ s {2}second/);
      expect(shown.stdout()).toContain("\u001b[1A\u001b[0J");
      expect(shown.stdout()).toMatch(/Total states run: +3/);

      const without = collect(spawn("script", ["-qec", `${line} --no-progress`, "/dev/null"]));
      expect(await without.ended).toBe(0);
      expect(without.stdout()).not.toContain(" of 3 ");
    },
  );

  test("piped there are no live lines", async () => {
    const ran = await master.salt(["web1", "state.apply", "slow"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).not.toContain(" of 3 ");
  });
});

const slow = `first:
  test.nop

second:
  test.nop

third:
  module.run:
    - name: test.sleep
    - length: 5
`;

function collect(child: ChildProcess) {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (chunk: Buffer) => {
      texts[name] += chunk.toString();
    });
  }
  const ended = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  return { process: child, ended, stdout: () => texts.stdout, stderr: () => texts.stderr };
}
