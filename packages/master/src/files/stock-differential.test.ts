import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode, type Value } from "@salina/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileRequests } from "../requests/files/all-file-requests.js";
import type { Requester } from "../requests/minion-request.js";
import { HandClock } from "../testing/hand-clock.js";
import { type RootsSettings, rootsServer } from "./testing/roots-server.js";

const python = process.env["SALINA_SALT_PYTHON"];
if (python === undefined) console.warn("skipped: the file server beside stock's; set SALINA_SALT_PYTHON");

let place: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "salina-files-"));
  grow();
});
afterAll(() => rmSync(place, { recursive: true }));

/** Two roots and an outside, with all that a tree can have. */
function grow(): void {
  const file = (path: string, content: string | Buffer = path) => {
    const whole = join(place, path);
    mkdirSync(join(whole, ".."), { recursive: true });
    writeFileSync(whole, content);
    utimesSync(whole, 1_600_000_000, 1_600_000_000.5);
  };
  const directory = (path: string) => mkdirSync(join(place, path), { recursive: true });
  const link = (path: string, target: string) => symlinkSync(target, join(place, path));
  for (const path of [
    "a/top.sls",
    "a/web/init.sls",
    "a/web/files/x.conf",
    "a/.hidden",
    "a/dir.d/f",
    "b/top.sls",
    "b/only-b",
  ]) {
    file(path);
  }
  for (const path of [
    "a/ümläut/ß.txt",
    "a/with space",
    "a/que?stion",
    "a/a|pipe",
    "a/skip.bak",
    "a/.git/config",
    "a-old/secret",
  ]) {
    file(path);
  }
  file("a/empty", "");
  file("a/one", "1");
  file("a/exactly", "x".repeat(1024));
  file("a/more", Buffer.from(Array.from({ length: 1025 }, (_, i) => i % 256)));
  file("a/big", "line of text\n".repeat(1000));
  file("outside/file");
  file("env/dev/in-dev");
  file("env/feature/in-feature");
  for (const path of ["a/void", "a/deep/er/est", "a/dir.d/none"]) directory(path);
  link("a/link-file", "top.sls");
  link("a/link-dir", "web");
  link("a/web/link-up", "../one");
  link("a/link-out", "../outside/file");
  link("a/link-out-dir", "../outside");
  link("a/link-absolute", join(place, "a/one"));
  link("a/link-broken", "nowhere");
  link("a/link-to-link", "link-file");
}

const paths = [
  ..."top.sls web/init.sls web/files/x.conf .hidden only-b empty one exactly more big with\u0020space".split(" "),
  ..."ümläut/ß.txt link-file link-dir/init.sls web/link-up link-out link-out-dir/file link-absolute link-broken".split(
    " ",
  ),
  ..."link-to-link skip.bak .git/config in-dev in-feature void deep/er web nothing web/nothing top.sls/x".split(" "),
  ...["with space", "que?stion", "|que?stion", "a|pipe", "|a|pipe", "top.sls?saltenv=dev", "in-dev?saltenv=dev"],
  ...["top.sls?x=1&saltenv=base", "top.sls?", "?", "web//init.sls", "./top.sls", "web/./init.sls", "web/"],
  ...["", ".", "..", "../outside/file", "web/../top.sls", "web/../../outside/file", "/etc/passwd", "//etc/passwd"],
  ...[
    "..//outside/file",
    "a/../../a-old/secret",
    "../a-old/secret",
    "|../outside/file",
    "|/etc/passwd",
    "salt://top.sls",
  ],
  ...["~/x", "$HOME", "%2e%2e/outside/file", "..\\outside\\file", "one\n", " one", "one ", "ONE", "x".repeat(300)],
];
const environments = ["base", "dev", "feature", "none", "__env__", "..", "../outside", "a/b", ""];

const standard = {
  followSymlinks: true,
  ignoreSymlinks: false,
  ignore: { expressions: [] as string[], globs: [] as string[] },
};
const options: [string, typeof standard][] = [
  ["as it is by default", standard],
  ["links not followed", { ...standard, followSymlinks: false }],
  ["links left out of lists", { ...standard, ignoreSymlinks: true }],
  ["links neither followed nor listed", { ...standard, followSymlinks: false, ignoreSymlinks: true }],
  ["globs ignored", { ...standard, ignore: { expressions: [], globs: ["*.bak", "*/.git/*", "web/*"] } }],
  ["expressions ignored", { ...standard, ignore: { expressions: ["\\.bak$", "/\\.git(/|$)", "^web"], globs: [] } }],
];

describe.skipIf(python === undefined).each(options)("beside stock, %s", (_what, chosen) => {
  test("every request is answered the same", async () => {
    const roots = { base: [join(place, "a"), join(place, "b")], dev: [join(place, "env/dev")] };
    const all: Record<string, readonly string[]> = { ...roots, __env__: [join(place, "env/__env__")] };
    const asked = questions();
    const ours = await answers(asked, {
      roots: new Map(Object.entries(all)),
      chunkBytes: 1024,
      listCacheS: 20,
      ...chosen,
    });
    const theirs = stock(asked, {
      file_roots: all,
      fileserver_followsymlinks: chosen.followSymlinks,
      fileserver_ignoresymlinks: chosen.ignoreSymlinks,
      file_ignore_regex: chosen.ignore.expressions,
      file_ignore_glob: chosen.ignore.globs,
    });

    const differing = asked
      .map((question, i) => ({ question, ours: ours[i], theirs: theirs[i] }))
      .filter(
        ({ question, ours: one, theirs: other }) => JSON.stringify(one) !== JSON.stringify(other) && !known(question),
      );
    expect(differing).toEqual([]);
    expect(asked.length).toBeGreaterThan(1000);
  });
});

interface Question {
  readonly cmd: string;
  readonly load: Record<string, string | number>;
}

function questions(): Question[] {
  const lists = ["_file_list", "_file_list_emptydirs", "_dir_list", "_symlink_list"];
  const singles = ["_file_find", "_file_hash", "_file_hash_and_stat", "_serve_file"];
  return [
    { cmd: "_file_envs", load: {} },
    ...environments.flatMap((saltenv) => lists.map((cmd) => ({ cmd, load: { saltenv } }))),
    ...["", "web", "/web/", "we", "link", "ü", "nothing"].flatMap((prefix) =>
      lists.map((cmd) => ({ cmd, load: { saltenv: "base", prefix } })),
    ),
    ...paths.flatMap((path) =>
      ["base", "dev", "feature", "none"].flatMap((saltenv) =>
        singles.map((cmd) => ({ cmd, load: { path, saltenv, ...(cmd === "_serve_file" ? { loc: 0 } : {}) } })),
      ),
    ),
    ...environments.flatMap((saltenv) =>
      singles.map((cmd) => ({ cmd, load: { path: "in-feature", saltenv, loc: 0 } })),
    ),
    ...[0, 1, 1023, 1024, 1025, 13_000, 99_999].flatMap((loc) =>
      ["empty", "one", "exactly", "more", "big"].map((path) => ({
        cmd: "_serve_file",
        load: { path, saltenv: "base", loc },
      })),
    ),
  ];
}

/**
 * Where the answers differ on purpose (docs/file-server.md): names of environments that are more than names, and a file of
 * an environment that stands behind its path, of which stock sends no byte.
 */
function known({ cmd, load }: Question): boolean {
  const saltenv = String(load["saltenv"]);
  return (
    ["..", "../outside", ""].includes(saltenv) ||
    (cmd === "_serve_file" &&
      String(load["path"]).includes("saltenv=") &&
      !String(load["path"]).endsWith(`=${saltenv}`))
  );
}

async function answers(asked: readonly Question[], config: RootsSettings): Promise<unknown[]> {
  const requests = new Map(
    fileRequests(rootsServer(config, "sha256", new HandClock())).map((request) => [request.cmd, request]),
  );
  const from = { id: "web1" } as Requester;
  const all: unknown[] = [];
  for (const { cmd, load } of asked) {
    const map = new Map<Value, Value>(Object.entries(load));
    const answer = await requests.get(cmd)?.serve(map, encode(map), from);
    if (!answer?.ok || answer.value.kind !== "sealed") throw new Error(`${cmd} ${JSON.stringify(load)}`);
    all.push(plain(answer.value.value));
  }
  return all;
}

function plain(value: unknown): unknown {
  if (value instanceof Map) {
    const entries = [...value].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    return Object.fromEntries(entries.map(([key, one]) => [key, plain(one)]));
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (!Array.isArray(value)) return value;
  const list: unknown[] = value.map(plain);
  // When a file was read last changes by reading it.
  const isStat = list.length === 10 && !list.some((one) => typeof one !== "number");
  return isStat ? list.toSpliced(7, 1, "atime") : list;
}

function sameForm(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return plain(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

/** Stock's own file server, in one process. */
function stock(asked: readonly Question[], opts: object): unknown[] {
  const cache = mkdtempSync(join(place, "cache-"));
  const run = spawnSync(python ?? "", ["-W", "ignore", "-c", program], {
    input: JSON.stringify({
      asked,
      opts: { ...opts, cachedir: cache, sock_dir: cache, root_dir: cache, pki_dir: cache },
    }),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return (JSON.parse(run.stdout) as unknown[]).map(sameForm);
}

const program = `
import json, sys
import salt.config, salt.fileserver
given = json.load(sys.stdin)
opts = dict(salt.config.DEFAULT_MASTER_OPTS)
opts.update(given["opts"])
opts.update({"file_buffer_size": 1024, "hash_type": "sha256", "fileserver_backend": ["roots"], "__role": "master", "extension_modules": "", "log_level": "quiet"})
server = salt.fileserver.Fileserver(opts)
calls = {
    "_file_envs": server.file_envs, "_file_list": server.file_list, "_file_list_emptydirs": server.file_list_emptydirs,
    "_dir_list": server.dir_list, "_symlink_list": server.symlink_list, "_file_find": server._find_file,
    "_file_hash": server.file_hash, "_file_hash_and_stat": server.file_hash_and_stat, "_serve_file": server.serve_file,
}
def plain(value):
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value
answers = []
for question in given["asked"]:
    try:
        answer = calls[question["cmd"]](dict(question["load"]))
        if question["cmd"] == "_file_envs":
            answer = sorted(answer)
    except Exception as error:
        answer = "raised %r" % error
    answers.append(plain(answer))
json.dump(answers, sys.stdout)
`;

test("pipes, sockets and devices are neither listed nor opened", async () => {
  const root = mkdtempSync(join(tmpdir(), "salina-pipe-"));
  execFileSync("mkfifo", [join(root, "pipe")]);
  symlinkSync("/dev/zero", join(root, "zero"));
  symlinkSync(root, join(root, "loop"));
  writeFileSync(join(root, "file"), "x");
  const config = {
    roots: new Map([["base", [root]]]),
    chunkBytes: 1024,
    listCacheS: 0,
    ...standard,
  };
  const ask = (cmd: string, load: Record<string, string | number>) => answers([{ cmd, load }], config);

  expect(await ask("_file_list", { saltenv: "base" })).toEqual([["file"]]);
  expect(await ask("_dir_list", { saltenv: "base" })).toEqual([["loop"]]);
  for (const path of ["pipe", "zero"]) {
    expect(await ask("_serve_file", { saltenv: "base", path, loc: 0 })).toEqual([{ data: "", dest: "" }]);
    expect(await ask("_file_hash", { saltenv: "base", path })).toEqual([""]);
  }
  rmSync(root, { recursive: true });
  expect(existsSync(root)).toBe(false);
});
