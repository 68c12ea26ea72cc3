import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

/** `salt-run` against a master with stock minions, one of them gone. */
let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.make();
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(bench.directory, path)), { recursive: true });
    await writeFile(join(bench.directory, path), text);
  };
  await put("pillar/top.sls", "base:\n  '*':\n    - common\n");
  await put("pillar/common.sls", "made_for: {{ grains['id'] }}\nos: {{ grains['os'] }}\n");
  await put(
    "states/orch/two.sls",
    "first:\n  salt.function:\n    - name: test.ping\n    - tgt: '*'\nsecond:\n  salt.state:\n    - tgt: web1\n    - sls: web\n    - require: [salt: first]\n",
  );
  await put("states/web/init.sls", "shown:\n  test.succeed_without_changes: []\n");
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      timeout: 2,
      gather_job_timeout: 2,
      pillar_roots: { base: [join(bench.directory, "pillar")] },
      file_roots: { base: [join(bench.directory, "states")] },
    },
  });
  const web1 = await bench.startMinion("web1");
  const web2 = await bench.startMinion("web2", { release: "3006.8" });
  await Promise.all([bench.isReady(web1), bench.isReady(web2)]);
  await bench.master.salt(["-t", "30", "*", "test.arg", "a", "k=1"]);
  await bench.master.salt(["-t", "30", "web1", "state.apply", "web"]);
  await web2.kill9();
});

afterAll(() => bench.end());

async function saltRun(...words: string[]): Promise<unknown> {
  const { stdout, stderr } = await bench.master.saltRun(["--out=json", ...words]);
  if (stderr !== "") throw new Error(stderr);
  return stdout === "" ? null : JSON.parse(stdout);
}

test("manage.status says who answers", async () => {
  expect(await saltRun("manage.status")).toEqual({ up: ["web1"], down: ["web2"] });
  expect(await saltRun("manage.up")).toEqual(["web1"]);
});

test("jobs are found again, with what they gave", async () => {
  const all = (await saltRun("jobs.list_jobs", "search_function=test.arg")) as Record<string, object>;
  const [jid = ""] = Object.keys(all);
  expect(all).toEqual({
    [jid]: {
      Function: "test.arg",
      Arguments: ["a", { __kwarg__: true, k: 1 }],
      Target: "*",
      "Target-type": "glob",
      User: expect.any(String),
      StartTime: expect.stringMatching(/^\d{4}, [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d\.\d{6}$/),
    },
  });
  expect(Object.keys((await saltRun("jobs.lookup_jid", jid)) as object).sort()).toEqual(["web1", "web2"]);
  expect(await saltRun("jobs.exit_success", jid)).toEqual({ web1: true, web2: true });
  expect(await saltRun("jobs.print_job", jid)).toHaveProperty([jid, "Result", "web1", "success"], true);
});

test("jobs are searched by what became of them, also by a state of a state run, and exported", async () => {
  const found = async (...words: string[]) =>
    Object.keys(((await saltRun("jobs.list_jobs", ...words)) ?? {}) as object);
  const [applied] = await found("search_function=state.*");
  expect(await found("search_state_id=shown")).toEqual([applied]);
  expect(await found("search_state_id=shown", "search_state_result=unchanged", "search_minion=web*")).toEqual([
    applied,
  ]);
  expect(await found("search_state_id=shown", "search_state_result=failed")).toEqual([]);
  expect(await found("search_minion=web2", "search_outcome=returned", "search_function=test.arg")).toHaveLength(1);
  expect(await found("end_time=2020-01-01")).toEqual([]);

  const { stdout } = await bench.master.saltRun(["jobs.export", "search_state_id=shown"]);
  const lines = stdout.split("\n").filter(Boolean);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ jid: applied, function: "state.apply", state: "succeeded" }),
  ]);
  const refused = await bench.master.saltRun(["jobs.export", "search_outcome=nice"]);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain("'search_outcome' has to be one of");
});

test("an orchestration is drawn", async () => {
  const { stdout } = await bench.master.salina(["graph", "orch.two"]);
  expect(stdout).toBe(`flowchart TD
  s0["<b>first</b><br>function test.ping<br>on *"]
  s1["<b>second</b><br>state web<br>on web1"]
  s0 --> s1
`);
  expect(await bench.master.salina(["graph", "orch.none"])).toMatchObject({ code: 1, stdout: "" });
  expect(await bench.master.salina(["paint"])).toMatchObject({ code: 64 });
});

test("a state run is shown as one again", async () => {
  const [jid = ""] = Object.keys((await saltRun("jobs.list_jobs", "search_function=state.apply")) as object);
  const { stdout } = await bench.master.saltRun(["jobs.lookup_jid", jid]);
  expect(stdout).toContain("Summary for web1");
});

test("fileserver.* and pillar.show_pillar show what minions would get", async () => {
  expect(await saltRun("fileserver.file_list")).toEqual(["orch/two.sls", "web/init.sls"]);
  expect(await saltRun("fileserver.envs")).toEqual(["base"]);
  expect(await saltRun("pillar.show_pillar", "web2")).toEqual({ made_for: "web2", os: expect.any(String) });
  const refused = await bench.master.saltRun(["pillar.show_pillar", "nobody"]);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stdout).toContain("no minion 'nobody' with an accepted key");
});

test("a runner that the end of the master has cut is closed as failed at the next start", async () => {
  const { stderr } = await bench.master.saltRun(["--async", "manage.status"]);
  const jid = /salt\/run\/(\d{20})/.exec(stderr)?.[1] ?? "";
  expect(await saltRun("jobs.master")).toMatchObject([{ fun: "runner.manage.status", jid }]);
  await bench.master.restart("SIGKILL");
  const job = (await saltRun("jobs.list_job", jid)) as { Result: Record<string, object> };
  expect(job).toMatchObject({ Function: "runner.manage.status" });
  expect(Object.values(job.Result)).toMatchObject([
    {
      success: false,
      retcode: 1,
      return: { return: expect.stringMatching(/^The master ended while this was running/) },
    },
  ]);
});
