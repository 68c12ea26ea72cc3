import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

/** Pillar as stock minions see it: made by Salina for each of them. */
const releases = { new1: "3008.5", old1: "3006.8", other: "3007.17" } as const;
const ids = Object.keys(releases) as (keyof typeof releases)[];
let bench: TestBench;
let root: string;

beforeAll(async () => {
  bench = await TestBench.make();
  root = join(bench.directory, "pillar");
  await put({
    "base/top.sls": "base:\n  '*':\n    - common\n  'new*':\n    - new\n",
    "base/common.sls": "id: {{ grains['id'] }}\nlist: [1, 2]\nweb:\n  port: {{ 8000 + 80 }}\n",
    "base/new.sls": "only: new\nmined: {{ salt['mine.get']('*', 'test.echo') | json }}\n",
    "dev/top.sls": "dev:\n  '*':\n    - common\n",
    "dev/common.sls": "env: dev\n",
    "states/show.sls": "shown:\n  test.show_notification:\n    - text: {{ pillar['web']['port'] }}\n",
  });
  await bench.startMaster({
    extraConfig: {
      auto_accept: true,
      minimum_auth_version: 0,
      pillar_roots: { base: [join(root, "base")], dev: [join(root, "dev")] },
      file_roots: { base: [join(root, "states")] },
      salina: { pillar_timeout: 5 },
    },
  });
  const minions = await Promise.all(ids.map((id) => bench.startMinion(id, { release: releases[id] })));
  for (const minion of minions) await bench.isReady(minion);
});

afterAll(() => bench.end());

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const masterLog = () => readFile(join(bench.masterRoot, "log", "master"), "utf8");

async function run(target: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await bench.master.salt(["--static", "--out=json", "-t", "60", target, ...words]);
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}
/** Since 3008 minions show pillar as asterisks, unless they are told otherwise; older ones do not know the word. */
async function pillar(target: string, fun: string, ...words: string[]): Promise<Record<string, unknown>> {
  const wanted = ids.filter((id) => target === "*" || target === id);
  const all = await Promise.all(
    wanted.map((id) => run(id, fun, ...words, ...(releases[id].startsWith("3008.") ? ["unmask=True"] : []))),
  );
  return Object.assign({}, ...all) as Record<string, unknown>;
}
const each = <Value>(value: (id: string) => Value) => Object.fromEntries(ids.map((id) => [id, value(id)]));

test("each minion gets what the top file gives it", async () => {
  const common = (id: string) => ({ id, env: "dev", list: [1, 2], web: { port: 8080 } });
  expect(await pillar("*", "pillar.items")).toEqual({
    ...each(common),
    new1: { ...common("new1"), only: "new", mined: {} },
  });
  expect(await pillar("*", "pillar.get", "web:port")).toEqual(each(() => 8080));
});

test("what has changed is there after refresh_pillar, and states see it", async () => {
  await put({ "base/common.sls": "id: {{ grains['id'] }}\nlist: [1, 2]\nweb:\n  port: 9090\n" });
  await run("*", "saltutil.refresh_pillar");
  expect(await pillar("*", "pillar.get", "web:port")).toEqual(each(() => 9090));
  const applied = await run("*", "state.apply", "show");
  for (const states of Object.values(applied)) {
    expect(Object.values(states as object)).toMatchObject([{ result: true, comment: 9090 }]);
  }
});

test("a template sees the mine", async () => {
  await run("old1", "mine.send", "test.echo", "hello");
  expect(await pillar("new1", "pillar.items")).toMatchObject({ new1: { mined: { old1: "hello" } } });
});

test("a command may say another environment, and lay its own pillar over it", async () => {
  expect(await pillar("old1", "pillar.items", "pillarenv=dev")).toEqual({ old1: { env: "dev" } });
  expect(await pillar("old1", "pillar.items", "pillar={web: {port: 1}}")).toMatchObject({
    old1: { web: { port: 1 }, list: [1, 2] },
  });
});

describe("what is wrong", () => {
  test("an SLS that does not render is named by pillar.items, states are refused, and the log says where", async () => {
    await put({ "base/new.sls": "only: new\nbroken: {{ nothing_here }}\n" });
    const said = "Rendering SLS 'new' failed. Please see master log for details.";
    expect(await pillar("new1", "pillar.items")).toMatchObject({ new1: { _errors: [said] } });
    const refused = JSON.stringify(await run("new1", "state.apply", "show"));
    expect(refused).toContain("Pillar failed to render");
    expect(refused).toContain(said);
    expect(await masterLog()).toMatch(/new\.sls:2.*nothing_here/s);
    // The others are none the worse for it.
    expect(await run("old1", "state.apply", "show")).toMatchObject({ old1: {} });
    await put({ "base/new.sls": "only: new\n" });
    expect(await pillar("new1", "pillar.items")).toMatchObject({ new1: { only: "new", web: { port: 9090 } } });
  });

  test("a template that never ends is given up, and names its file; nobody else waits longer than that", async () => {
    await put({ "base/new.sls": "x: {{ salt['cmd.run']('sleep 60') }}\n" });
    const [slow, quick] = await Promise.all([pillar("new1", "pillar.items"), run("old1", "test.ping")]);
    expect(quick).toEqual({ old1: true });
    expect(JSON.stringify(slow)).toContain("_errors");
    expect(await masterLog()).toMatch(/new\.sls/);
    await put({ "base/new.sls": "only: new\n" });
  });

  test("a pillar root that has vanished is an error, not an empty pillar", async () => {
    await rename(join(root, "dev"), join(root, "gone"));
    expect(await pillar("old1", "pillar.items")).toMatchObject({
      old1: { _errors: [expect.stringContaining("Pillar root is not available on the salt master")] },
    });
    await rename(join(root, "gone"), join(root, "dev"));
    expect(await pillar("old1", "pillar.items")).not.toHaveProperty("old1._errors");
  });

  test("a broken top file is told to everybody, with its place", async () => {
    await put({ "base/top.sls": "base:\n  '*': [common\n" });
    expect(await pillar("old1", "pillar.items")).toMatchObject({
      old1: { _errors: [expect.stringMatching(/Rendering Primary Top file failed, render error:\n.*top\.sls:/)] },
    });
    await rm(join(root, "base/top.sls"));
  });
});
