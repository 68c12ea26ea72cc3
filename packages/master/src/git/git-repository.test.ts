import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test as always, beforeAll, describe, expect } from "vitest";
import { GitRepository } from "./git-repository.js";
import { remoteUrl } from "./remote-url.js";
import { gitMissing } from "./testing/git-missing.js";

const test = always.skipIf(gitMissing);

const dir = mkdtempSync(join(tmpdir(), "salina-git-"));
const remote = join(dir, "remote");
const author = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"];
const git = (...args: string[]) => execFileSync("git", ["-C", remote, ...author, ...args], { encoding: "utf8" }).trim();

function repository(): GitRepository {
  const url = remoteUrl(remote);
  if (!url.ok) throw new Error(url.reason);
  const access = { remote: url.value, credentials: null, privateKey: null, sslVerify: true };
  return new GitRepository({ dir: join(dir, "cache"), access, fetchTimeoutMs: 20_000 });
}

beforeAll(() => {
  if (gitMissing) return;
  mkdirSync(join(remote, "web"), { recursive: true });
  git("init", "-q", "-b", "master");
  writeFileSync(join(remote, "top.sls"), "base: {}\n");
  writeFileSync(join(remote, "web", "größe.txt"), "eins\n");
  symlinkSync("../top.sls", join(remote, "web", "link"));
  git("add", ".");
  git("commit", "-qm", "one");
  git("tag", "-am", "first", "v1");
  git("branch", "dev/x");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("a repository that is fetched with git", () => {
  test("has the branches and tags of the remote, and the files of a commit", async () => {
    const repo = repository();
    await repo.fetch();
    const { branches, tags } = await repo.refs();
    const commit = git("rev-parse", "master");
    expect([...branches]).toEqual([
      ["dev/x", commit],
      ["master", commit],
    ]);
    expect([...tags]).toEqual([["v1", commit]]);
    expect(await repo.commit(commit.slice(0, 8))).toBe(commit);
    const tree = await repo.tree(commit);
    expect([...tree.keys()].sort()).toEqual(["top.sls", "web", "web/größe.txt", "web/link"]);
    const file = tree.get("web/größe.txt");
    if (file?.kind !== "file") throw new Error("no file");
    expect(file.bytes).toBe(5);
    expect(readFileSync(await repo.blobFile(file.object), "utf8")).toBe("eins\n");
  });

  test("is written out with its links, once", async () => {
    const repo = repository();
    const commit = git("rev-parse", "master");
    const into = join(dir, "out", commit);
    await repo.checkout(commit, into);
    await repo.checkout(commit, into);
    expect(readFileSync(join(into, "web", "größe.txt"), "utf8")).toBe("eins\n");
    expect(readlinkSync(join(into, "web", "link"))).toBe("../top.sls");
  });

  test("follows what the remote adds and removes, and keeps what it has while the remote is away", async () => {
    const repo = repository();
    git("branch", "-qD", "dev/x");
    git("commit", "-q", "--allow-empty", "-m", "two");
    await repo.fetch();
    const fetched = await repo.refs();
    expect([...fetched.branches]).toEqual([["master", git("rev-parse", "master")]]);
    renameSync(remote, `${remote}-away`);
    await expect(repo.fetch()).rejects.toThrow("does not appear to be a git repository");
    expect(await repo.refs()).toEqual(fetched);
    renameSync(`${remote}-away`, remote);
  });

  test("takes no option, range or name for an object", async () => {
    for (const name of ["--help", "HEAD", "master", "", "a..b", "../../etc/passwd", `${"a".repeat(40)}\n`]) {
      await expect(repository().tree(name), name).rejects.toThrow(RangeError);
      expect(await repository().commit(name), name).toBeUndefined();
    }
  });
});

test.each([
  ["https://example.org/a.git", "https://example.org/a.git"],
  ["https://u:p%40x@example.org:8443/a.git", "https://example.org:8443/a.git"],
  ["ssh://git@example.org:22/a.git", "ssh://git@example.org:22/a.git"],
  ["git@example.org:team/a.git", "git@example.org:team/a.git"],
  ["file:///srv/a.git", "file:///srv/a.git"],
  ["/srv/a.git", "/srv/a.git"],
])("the address %s is fetched as %s", (text, url) => {
  expect(remoteUrl(text)).toMatchObject({ ok: true, value: { url } });
});

test("credentials of an address are kept apart from it", () => {
  expect(remoteUrl("https://u:p%40x@h/a")).toMatchObject({ value: { credentials: { user: "u", password: "p@x" } } });
});

test.each([
  ["ext::sh -c id"],
  ["ext::id"],
  ["--upload-pack=id"],
  ["-oProxyCommand=id:x"],
  ["ssh://-oProxyCommand=id/x"],
  ["ssh://a@-oProxyCommand=id/x"],
  ["fd::7"],
  ["ftp://h/a"],
  ["../a"],
  ["a/b"],
  [""],
  ["https://h/a\nb"],
  ["ssh://u:p@h/a"],
])("the address %j is refused", (text) => {
  expect(remoteUrl(text).ok).toBe(false);
});

test("a password goes to the host that it is for, and is in no message", async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(request.headers.authorization ? 404 : 401, { "www-authenticate": 'Basic realm="r"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  try {
    const url = remoteUrl(`http://me:pass%27%24word@127.0.0.1:${address.port}/a.git`);
    if (!url.ok) throw new Error(url.reason);
    const access = { remote: url.value, credentials: null, privateKey: null, sslVerify: true };
    const repo = new GitRepository({ dir: join(dir, "http"), access, fetchTimeoutMs: 20_000 });
    const error: unknown = await repo.fetch().catch((reason: unknown) => reason);
    expect(String(error)).toContain("not found");
    expect(String(error)).not.toContain("word");
    expect(seen).toContain(`Basic ${Buffer.from("me:pass'$word").toString("base64")}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("a remote that never answers is given up", async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  try {
    const url = remoteUrl(`http://127.0.0.1:${address.port}/a.git`);
    if (!url.ok) throw new Error(url.reason);
    const access = { remote: url.value, credentials: null, privateKey: null, sslVerify: true };
    const repo = new GitRepository({ dir: join(dir, "slow"), access, fetchTimeoutMs: 300 });
    await expect(repo.fetch()).rejects.toThrow("git took longer than 300 ms");
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
