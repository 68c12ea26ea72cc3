import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { until } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { whyNoNamespaces } from "./network-namespace.js";
import { TestBench } from "./test-bench.js";

/** Orchestrations with stock minions: one whose machine reboots, and a master that is killed in the middle. */
let bench: TestBench;
const noReboots = whyNoNamespaces();
if (noReboots !== null) console.log(`SKIPPED: a reboot within an orchestration: ${noReboots}`);

const files: Readonly<Record<string, (directory: string) => string>> = {
  "orch/reboot.sls": () => `
before:
  salt.function:
    - name: test.ping
    - tgt: web1
again:
  salt.reboot:
    - tgt: web1
    - timeout: 90
    - interval: 1
    - require:
      - salt: before
after:
  salt.state:
    - tgt: web1
    - sls: marked
    - require:
      - salt: again
`,
  "orch/long.sls": (directory) => `
first:
  salt.function:
    - name: cmd.run
    - tgt: web2
    - arg: ['echo first >> ${directory}/done']
slow:
  salt.function:
    - name: cmd.run
    - tgt: web2
    - arg: ['echo slow >> ${directory}/done; while [ ! -e ${directory}/go ]; do sleep 0.1; done']
inner:
  salt.runner:
    - name: state.orchestrate
    - mods: orch.inner
last:
  salt.state:
    - tgt: web2
    - sls: marked
    - require:
      - salt: inner
`,
  "orch/inner.sls": (directory) => `
inside:
  salt.function:
    - name: cmd.run
    - tgt: web2
    - arg: ['echo inside >> ${directory}/done']
`,
  "orch/wipe.sls": () => `
wipe:
  salt.function:
    - name: test.ping
    - tgt: web2
    - destructive: True
`,
  "marked.sls": () => "marked:\n  test.succeed_with_changes: []\n",
};

beforeAll(async () => {
  bench = await TestBench.make();
  for (const [path, text] of Object.entries(files)) {
    const file = join(bench.directory, "states", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text(bench.directory));
  }
  await bench.startMaster({
    extraConfig: {
      id: "m_master",
      auto_accept: true,
      timeout: 5,
      gather_job_timeout: 3,
      file_roots: { base: [join(bench.directory, "states")] },
    },
  });
  const minions = await Promise.all([
    bench.startMinion("web1", { reboots: noReboots === null }),
    bench.startMinion("web2", { release: "3006.8" }),
  ]);
  await Promise.all(minions.map((minion) => bench.isReady(minion)));
});

afterAll(() => bench.end());

interface Shown {
  readonly data: { readonly m_master: Readonly<Record<string, Record<string, unknown>>> };
  readonly retcode: number;
}

async function saltRun(...words: string[]) {
  const { stdout, stderr, code } = await bench.master.saltRun(["--out=json", ...words]);
  return { shown: (stdout === "" ? null : JSON.parse(stdout)) as Shown, stderr, code };
}

const results = ({ data }: Shown) =>
  Object.fromEntries(Object.entries(data.m_master).map(([tag, one]) => [tag.split("_|-")[1], one["result"]]));

test.skipIf(noReboots !== null)("a step reboots a minion's machine, and the next one finds it listening", async () => {
  const bootId = async () => {
    const { stdout } = await bench.master.salt([
      "--out=json",
      "--static",
      "web1",
      "cmd.run",
      "cat /proc/sys/kernel/random/boot_id",
    ]);
    return (JSON.parse(stdout) as Record<string, string>)["web1"];
  };
  const before = await bootId();

  const { shown, code } = await saltRun("state.orchestrate", "orch.reboot");

  expect(results(shown)).toEqual({ before: true, again: true, after: true });
  expect(code).toBe(0);
  const again = Object.values(shown.data.m_master).find((one) => one["__id__"] === "again");
  expect(again?.["changes"]).toMatchObject({ web1: { boot_id: { old: before, new: await bootId() } } });
});

test("a master that is killed in the middle goes on with the run, and no step is run twice", async () => {
  const done = join(bench.directory, "done");
  const { stderr } = await saltRun("--async", "state.orchestrate", "orch.long");
  const jid = /salt\/run\/(\d{20})/.exec(stderr)?.[1] ?? "";
  await until(async () => existsSync(done) && (await readFile(done, "utf8")).includes("slow"), {
    timeoutMs: 30_000,
    about: "the slow step",
  });

  await bench.master.end("SIGKILL");
  await writeFile(join(bench.directory, "go"), "");
  await bench.master.startAgain();

  const { shown, code } = await saltRun("orchestration.wait", jid);
  expect(results(shown)).toEqual({ first: true, slow: true, inner: true, last: true });
  expect(code).toBe(0);
  expect(await readFile(done, "utf8")).toBe("first\nslow\ninside\n");
  // Whoever asks for the job finds the same.
  const job = (await saltRun("jobs.list_job", jid)).shown as unknown as Record<string, unknown>;
  expect(job).toMatchObject({ Function: "runner.state.orchestrate", Result: { m_master: { success: true } } });
  expect((await saltRun("orchestration.list")).shown).toMatchObject({
    [jid]: { name: "orch.long", state: "succeeded" },
  });
});

test("a destructive run is refused where nobody can be asked, and runs with the word that the refusal names", async () => {
  const refused = await bench.master.saltRun(["state.orchestrate", "orch.wipe"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("wipe: salt.function test.ping on web2");
  const word = /confirm=(\S+)/.exec(refused.stderr)?.[1] ?? "";

  const { shown } = await saltRun("state.orchestrate", "orch.wipe", `confirm=${word}`);
  expect(results(shown)).toEqual({ wipe: true });
});
