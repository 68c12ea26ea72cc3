import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loaded } from "../config/testing/load.js";
import { HandClock } from "../testing/hand-clock.js";
import { bundledStates } from "./bundled-states.js";
import { openFiles } from "./open-files.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "salina-open-"));
  for (const name of ["own", "bundled"]) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, "both"), name);
    writeFileSync(join(directory, name, `only-${name}`), name);
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

async function open(config: object, bundled: string | null = null) {
  const { config: read } = await loaded(JSON.stringify({ file_roots: { base: [join(directory, "own")] }, ...config }));
  const around = { hashType: "sha256", clock: new HandClock(), cacheDir: directory, onAway: () => undefined } as const;
  return openFiles(read.files, { ...around, bundled });
}

test("the states that come with Salina stand behind those of the user", async () => {
  const { server } = await open({}, join(directory, "bundled"));
  expect((await server.lists("base")).files).toEqual(["both", "only-bundled", "only-own"]);
  const found = await server.find({ path: "both", saltenv: "base" });
  expect(found && Buffer.from((await server.read(found, 0)) ?? []).toString()).toBe("own");
  expect(existsSync(bundledStates)).toBe(true);
});

test("a backend that there is none of is refused with those that there are", async () => {
  await expect(open({ fileserver_backend: ["s3fs"] })).rejects.toThrow(
    "`fileserver_backend`: expected a list of `roots`, `gitfs`, `git`",
  );
});

test.each([
  [{ gitfs_remotes: "https://x/y" }, "gitfs_remotes: expected a list of remotes"],
  [{ gitfs_remotes: [7] }, "gitfs_remotes, entry 1: expected a remote"],
  [{ gitfs_remotes: ["/a", { "/b": [{ rooot: "x" }] }] }, "gitfs_remotes, entry 2: `rooot` is not supported"],
  [{ gitfs_remotes: ["ext::sh -c id"] }, "ext::sh -c id: the address of the repository has spaces"],
  [{ gitfs_remotes: ["https://me:secret@host/x y"] }, "https://host/x y: the address of the repository has spaces"],
  [{ gitfs_remotes: [{ "/b": { ref_types: ["commit"] } }] }, "`ref_types`: commit is none of branch, tag, sha"],
  [{ gitfs_remotes: [{ "/b": { root: "../x" } }] }, "leads out of the repository"],
])("%j is refused", async (config, message) => {
  await expect(open({ fileserver_backend: ["gitfs"], ...config })).rejects.toThrow(message);
});

test("of a large file a part is read, and its hash made, in little memory", async () => {
  const size = 1024 ** 3;
  writeFileSync(join(directory, "own", "large"), "");
  truncateSync(join(directory, "own", "large"), size);
  const { server } = await open({});
  const found = await server.find({ path: "large", saltenv: "base" });
  if (!found) throw new Error("not found");
  const before = process.memoryUsage().rss;
  let most = before;
  let read = 0;
  for (let at = 0; at < size; at += server.chunkBytes) {
    read += (await server.read(found, at))?.length ?? 0;
    most = Math.max(most, process.memoryUsage().rss);
  }
  expect(read).toBe(size);
  expect(await server.hash(found)).toBe("49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14");
  expect(Math.max(most, process.memoryUsage().rss) - before).toBeLessThan(256 * 1_048_576);
}, 60_000);
