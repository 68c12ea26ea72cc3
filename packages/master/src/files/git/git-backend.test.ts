import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test as always, beforeAll, expect } from "vitest";
import { GitRepository } from "../../git/git-repository.js";
import { remoteUrl } from "../../git/remote-url.js";
import { gitMissing } from "../../git/testing/git-missing.js";
import { HandClock } from "../../testing/hand-clock.js";
import type { FileBackend } from "../backend.js";
import { RootsBackend } from "../roots/roots-backend.js";
import { GitBackend } from "./git-backend.js";
import { GitRemote, type GitRemoteOptions } from "./git-remote.js";

const test = always.skipIf(gitMissing);

const dir = mkdtempSync(join(tmpdir(), "salina-gitfs-"));
const remote = join(dir, "remote");
const author = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
const git = (...args: string[]) => execFileSync("git", ["-C", remote, ...author, ...args], { encoding: "utf8" }).trim();
const away: string[] = [];
const standard: GitRemoteOptions = {
  label: "the remote",
  base: "master",
  root: "",
  mountpoint: "",
  refTypes: ["branch", "tag", "sha"],
  mapsRefs: true,
  isExposed: () => true,
};

function backend(options: Partial<GitRemoteOptions> = {}): GitBackend {
  const url = remoteUrl(remote);
  if (!url.ok) throw new Error(url.reason);
  const access = { remote: url.value, credentials: null, privateKey: null, sslVerify: true };
  const repository = new GitRepository({ dir: join(dir, "cache"), access, fetchTimeoutMs: 20_000 });
  return new GitBackend({
    remotes: [new GitRemote(repository, { ...standard, ...options })],
    hashType: "sha256",
    ignored: (path) => path.endsWith(".swp"),
    onAway: (label) => away.push(label),
  });
}

async function textOf(files: FileBackend, path: string, saltenv: string): Promise<string | undefined> {
  const found = await files.find(path, saltenv);
  const read = found && (await files.read(found, 0, 1 << 20));
  return read && Buffer.from(read).toString("utf8");
}

beforeAll(() => {
  if (gitMissing) return;
  mkdirSync(join(remote, "web", "deep"), { recursive: true });
  git("init", "-q", "-b", "master");
  writeFileSync(join(remote, "top.sls"), "base: {}\n");
  writeFileSync(join(remote, "empty"), "");
  writeFileSync(join(remote, "a.swp"), "x");
  writeFileSync(join(remote, "web", "größe.txt"), "eins\n");
  writeFileSync(join(remote, "web", "deep", "big"), Buffer.alloc(3_000_000, "0123456789"));
  writeFileSync(join(remote, "web", "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
  symlinkSync("../top.sls", join(remote, "web", "link"));
  git("add", ".");
  git("commit", "-qm", "one");
  git("tag", "v1");
  git("checkout", "-qb", "dev/x");
  writeFileSync(join(remote, "top.sls"), "dev: {}\n");
  git("commit", "-qam", "two");
  git("checkout", "-q", "master");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("a repository is served as the same tree below file_roots is", async () => {
  const files = backend();
  expect(await files.update()).toBe(true);
  execFileSync("git", ["clone", "-q", remote, join(dir, "clone")]);
  rmSync(join(dir, "clone", ".git"), { recursive: true });
  const roots = new RootsBackend({
    clock: new HandClock(),
    roots: new Map([["base", [join(dir, "clone")]]]),
    hashType: "sha256",
    followSymlinks: true,
    ignoreSymlinks: false,
    ignored: (path) => path.endsWith(".swp"),
    listCacheMs: 0,
  });
  const lists = await roots.lists("base");
  expect(await files.lists("base")).toEqual(lists);
  expect(lists.files.length).toBe(6);
  for (const path of [...lists.files, "web", "none", "web/none", "a.swp"]) {
    const [ours, theirs] = [await files.find(path, "base"), await roots.find(path, "base")];
    expect(ours?.relative, path).toBe(theirs?.relative);
    if (!ours || !theirs) continue;
    expect(ours.stat.size).toBe(theirs.stat.size);
    expect(ours.stat.mode & 0o100).toBe(theirs.stat.mode & 0o100);
    expect(await files.hash(ours)).toBe(await roots.hash(theirs));
    for (const at of [0, 1, 1_048_576, 2_999_999, 3_000_000, 9_999_999]) {
      expect(await files.read(ours, at, 1_048_576)).toEqual(await roots.read(theirs, at, 1_048_576));
    }
  }
});

test("branches and tags are environments, the base branch is base, and a commit is one by its hash", async () => {
  const files = backend();
  await files.update();
  expect(await files.environments()).toEqual(["base", "dev/x", "v1"]);
  expect(await textOf(files, "top.sls", "base")).toBe("base: {}\n");
  expect(await textOf(files, "top.sls", "dev/x")).toBe("dev: {}\n");
  expect(await textOf(files, "top.sls", "v1")).toBe("base: {}\n");
  expect(await textOf(files, "top.sls", git("rev-parse", "dev/x"))).toBe("dev: {}\n");
  expect(await textOf(files, "top.sls", "master")).toBeUndefined();
  expect((await files.lists("none")).files).toEqual([]);
  const few = backend({ refTypes: ["tag"], base: "v1", isExposed: (saltenv) => saltenv !== "dev/x" });
  await few.load();
  expect(await few.environments()).toEqual(["base"]);
  expect(await textOf(few, "top.sls", git("rev-parse", "dev/x"))).toBeUndefined();
});

test("a root and a mountpoint move what is served, and nothing above the root is", async () => {
  const files = backend({ root: "web", mountpoint: "salt://site/a" });
  await files.load();
  expect((await files.lists("base")).files).toEqual(
    ["deep/big", "größe.txt", "link", "run.sh"].map((f) => `site/a/${f}`),
  );
  expect((await files.lists("base")).directories).toEqual(["site/a", "site/a/deep"]);
  expect(await textOf(files, "site/a/größe.txt", "base")).toBe("eins\n");
  expect(await textOf(files, "größe.txt", "base")).toBeUndefined();
  expect(await textOf(files, "top.sls", "base")).toBeUndefined();
  expect(() => backend({ root: "../x" })).toThrow(RangeError);
});

test("links that lead out of the repository or round in a circle are no files", async () => {
  git("checkout", "-qb", "links");
  for (const [name, target] of Object.entries({ out: "../../../etc/passwd", abs: "/etc/passwd", a: "b", b: "a" })) {
    symlinkSync(target, join(remote, name));
  }
  git("add", ".");
  git("commit", "-qm", "links");
  git("checkout", "-q", "master");
  const files = backend();
  await files.update();
  for (const name of ["out", "abs", "a", "b"]) expect(await files.find(name, "links"), name).toBeUndefined();
  expect((await files.lists("links")).links.get("out")).toBe("../../../etc/passwd");
});

test("an update is seen after it is fetched; while the remote is away, what was fetched is served", async () => {
  const files = backend();
  await files.update();
  expect(await files.update()).toBe(false);
  writeFileSync(join(remote, "top.sls"), "base: {new: []}\n");
  git("commit", "-qam", "three");
  expect(await textOf(files, "top.sls", "base")).toBe("base: {}\n");
  expect(await files.update()).toBe(true);
  expect(await textOf(files, "top.sls", "base")).toBe("base: {new: []}\n");
  renameSync(remote, `${remote}-away`);
  away.length = 0;
  expect(await files.update()).toBe(false);
  expect(away).toEqual(["the remote"]);
  const restarted = backend();
  await restarted.load();
  expect(await textOf(restarted, "top.sls", "base")).toBe("base: {new: []}\n");
  renameSync(`${remote}-away`, remote);
});
