import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { until } from "@salina/lab";
import { afterAll, test as always, beforeAll, expect } from "vitest";
import { EventLog } from "./event-log.js";
import { TestBench } from "./test-bench.js";

/** States and pillar out of repositories, as a stock minion sees them. */
const gitMissing = spawnSync("git", ["--version"]).status !== 0;
if (gitMissing) console.warn("skipped: gitfs with a stock minion: git is not installed");
const test = always.skipIf(gitMissing);

let bench: TestBench;
let events: EventLog;
let states: Repository;
let pillar: Repository;

class Repository {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    this.git("init", "-q", "-b", "main");
  }

  git(...args: string[]): void {
    const author = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
    execFileSync("git", ["-C", this.path, ...author, ...args], { stdio: "pipe" });
  }

  commit(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
    this.git("add", "-A");
    this.git("commit", "-qm", "more");
  }
}

beforeAll(async () => {
  if (gitMissing) return;
  bench = await TestBench.make();
  states = new Repository(join(bench.directory, "states"));
  states.commit({
    "salt/top.sls": "base:\n  '*':\n    - web\n",
    "salt/web.sls": "in base:\n  test.show_notification:\n    - text: {{ pillar['port'] }}\n",
    "salt/größe.txt": "eins\n",
    "salt/orch/init.sls": "include:\n  - .more\n",
    "salt/orch/more.sls":
      "{% from 'names.jinja' import name %}\n{{ name }}:\n  salt.state:\n    - tgt: web1\n    - sls: web\n",
    "salt/names.jinja": "{% set name = 'states of web1' %}\n",
    "not-served.txt": "x",
  });
  states.git("checkout", "-qb", "dev");
  states.commit({ "salt/web.sls": "in dev:\n  test.succeed_without_changes: []\n" });
  states.git("checkout", "-q", "main");
  states.git("tag", "v1");
  pillar = new Repository(join(bench.directory, "pillar"));
  pillar.commit({ "top.sls": "base:\n  '*':\n    - common\n", "common.sls": "port: 8080\nid: {{ grains['id'] }}\n" });
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      fileserver_backend: ["git"],
      gitfs_remotes: [{ [states.path]: [{ root: "salt" }, { base: "main" }] }],
      gitfs_update_interval: 1,
      fileserver_events: true,
      ext_pillar: [{ git: [{ [`main ${pillar.path}`]: [{ env: "base" }] }] }],
      git_pillar_update_interval: 1,
    },
  });
  events = await EventLog.open(bench.master.socketPath);
  await bench.isReady(await bench.startMinion("web1"));
});

afterAll(async () => {
  events?.close();
  await bench?.end();
});

async function run(...words: string[]): Promise<unknown> {
  const { stdout } = await bench.master.salt(["--static", "--out=json", "-t", "60", "web1", ...words]);
  return (JSON.parse(stdout) as Record<string, unknown>)["web1"];
}
const applied = async (...words: string[]) => Object.values((await run(...words)) as object) as { comment: unknown }[];

test("branches and tags are environments, below the root of the repository only", async () => {
  expect(await run("cp.envs")).toEqual(["base", "dev", "v1"]);
  expect(await run("cp.list_master")).toEqual([
    "größe.txt",
    "names.jinja",
    "orch/init.sls",
    "orch/more.sls",
    "top.sls",
    "web.sls",
  ]);
  expect(await run("cp.get_file_str", "salt://größe.txt")).toBe("eins\n");
  expect(await run("cp.get_file_str", "salt://not-served.txt")).toBe(false);
});

test("a highstate comes out of a repository, its pillar out of another", async () => {
  expect(await applied("state.apply")).toMatchObject([{ result: true, comment: 8080 }]);
  expect(await applied("state.apply", "web", "saltenv=dev")).toMatchObject([{ __id__: "in dev", result: true }]);
  expect(await run("pillar.items", "unmask=True")).toEqual({ port: 8080, id: "web1" });
});

test("an orchestration comes out of a repository, with what it includes and imports", async () => {
  const { stdout, code } = await bench.master.saltRun(["--out=json", "state.orchestrate", "orch"]);
  expect(stdout).toContain('"__id__": "states of web1"');
  expect(stdout).toContain('"comment": "States ran successfully. No changes made to web1."');
  expect(code).toBe(0);
});

test("what is pushed is served, and told on the bus", async () => {
  const from = events.length;
  states.commit({ "salt/new.txt": "new\n" });
  pillar.commit({ "common.sls": "port: 9090\n" });
  await events.until(({ tag }) => tag === "salt/fileserver/gitfs/update", from);
  expect(await run("cp.get_file_str", "salt://new.txt")).toBe("new\n");
  await until(async () => ((await run("pillar.items", "unmask=True")) as { port: number }).port === 9090, {
    timeoutMs: 20_000,
    about: "the new pillar",
  });
});

test("a remote that is away leaves what was fetched, and the log says so", async () => {
  rmSync(states.path, { recursive: true });
  await until(
    () => Promise.resolve(readFileSync(join(bench.masterRoot, "log", "master"), "utf8").includes("git.away")),
    { timeoutMs: 20_000, about: "the word in the log" },
  );
  expect(await run("cp.get_file_str", "salt://new.txt")).toBe("new\n");
  await bench.master.restart("SIGKILL");
  expect(await run("cp.get_file_str", "salt://new.txt")).toBe("new\n");
});
