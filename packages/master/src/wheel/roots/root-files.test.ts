import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { toJson } from "@salina/wire";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isText } from "./is-text.js";
import { RootFiles } from "./root-files.js";

let top: string;
let root: string;
let files: RootFiles;

const put = (path: string, data: string | Uint8Array) => {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), data);
};

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "salina-"));
  root = join(top, "roots");
  put("roots/top.sls", "base: {}\n");
  put("roots/web/init.sls", "größe: 1\n");
  put("roots/web/logo", new Uint8Array([0x89, 0, 1, 2]));
  put("roots/__proto__/x", "1");
  put("second/top.sls", "later: {}\n");
  put("outside/secret", "hunter2");
  put("roots-old/secret", "hunter2");
  symlinkSync(join(top, "outside"), join(root, "away"));
  symlinkSync(join(top, "outside/secret"), join(root, "secret"));
  symlinkSync(join(top, "outside/not-there-yet"), join(root, "dangling"));
  symlinkSync("loop", join(root, "loop"));
  symlinkSync("web", join(root, "www"));
  files = new RootFiles(
    new Map([
      ["base", [root, join(top, "second")]],
      ["dev", [join(top, "missing")]],
    ]),
  );
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

/** All that is below the directory, outside of the roots: nothing of it may change. */
const outside = () =>
  ["outside", "roots-old"].flatMap((name) =>
    readdirSync(join(top, name)).map((file) => [name, file, readFileSync(join(top, name, file), "utf8")]),
  );

/** CVE-2020-11652, CVE-2021-25282 */
const hostile = [
  "..",
  "web/../top.sls",
  "../outside/secret",
  "../roots-old/secret",
  "web/../../outside/secret",
  "away/secret",
  "away/../outside/secret",
  "www/../../outside/secret",
  "secret",
  "dangling",
  "loop",
  "loop/x",
  "top.sls\0.txt",
  "/etc/passwd",
];
const tooLong = "a/".repeat(3000);

describe("find and read", () => {
  test("a file is found in each root, as text or not", async () => {
    expect(toJson(await files.find("top.sls", "base"))).toEqual([
      { [`${root}/top.sls`]: "txt" },
      { [`${top}/second/top.sls`]: "txt" },
    ]);
    expect(toJson(await files.find("web/logo", "base"))).toEqual([{ [`${root}/web/logo`]: "bin" }]);
    expect(await files.find("top.sls", "nope")).toEqual([]);
    expect(await files.find("web", "base")).toEqual([]);
  });

  test("text is read, a link inside of the root is followed, what is not text is left out", async () => {
    expect(toJson(await files.read("www/init.sls", "base"))).toEqual([{ [`${root}/www/init.sls`]: "größe: 1\n" }]);
    expect(await files.read("web/logo", "base")).toEqual([]);
  });

  test("an absolute path inside of a root is that file", async () => {
    expect(toJson(await files.read(`${root}/top.sls`, "base"))).toEqual([{ [`${root}/top.sls`]: "base: {}\n" }]);
  });

  test.each(hostile)("nothing is read by %j", async (path) => {
    expect(await files.find(path, "base")).toEqual([]);
    expect(await files.read(path, "base")).toEqual([]);
  });

  test("a pipe is no file, and nobody waits for it", async () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect(await files.read("pipe", "base")).toEqual([]);
  });

  test("a file that is too large is refused", async () => {
    put("roots/large", "x".repeat((4 << 20) + 1));
    await expect(files.read("large", "base")).rejects.toThrow("is larger than 4194304 bytes");
  });
});

test("directories are listed with what is in them; links are not walked into", async () => {
  expect(toJson(await files.tree("base"))).toEqual({
    [root]: JSON.parse(
      `{"__proto__": {"x": "f"}, "away": {}, "dangling": "f", "loop": "f", "secret": "f", "top.sls": "f",
        "web": {"init.sls": "f", "logo": "f"}, "www": {}}`,
    ),
    [join(top, "second")]: { "top.sls": "f" },
  });
  expect(toJson(await files.trees())).toMatchObject({ dev: [{ [join(top, "missing")]: {} }] });
  expect(await files.tree("nope")).toEqual(new Map());
});

describe("write", () => {
  test("directories are made, and the answer names the file", async () => {
    expect(await files.write("x: 1\n", "new/deep/a.sls", "base", 0)).toBe(`Wrote data to file ${root}/new/deep/a.sls`);
    expect(readFileSync(join(root, "new/deep/a.sls"), "utf8")).toBe("x: 1\n");
    expect(await files.write("y", "b.sls", "base", 1)).toBe(`Wrote data to file ${top}/second/b.sls`);
  });

  test("a file that is there keeps its rights, and nothing is left beside it", async () => {
    chmodSync(join(root, "top.sls"), 0o600);
    await files.write("new", "top.sls", "base", 0);
    expect(statSync(join(root, "top.sls")).mode & 0o777).toBe(0o600);
    expect(readdirSync(root).filter((name) => name.startsWith(".salina"))).toEqual([]);
  });

  test("a path that is too long is refused", async () => {
    expect(await files.write("x", tooLong, "base", 0)).toMatch(/^Invalid path/);
    expect(await files.find(tooLong, "base")).toEqual([]);
  });

  test.each(hostile.filter((path) => !path.startsWith("/")))("nothing is written by %j", async (path) => {
    const before = outside();
    expect(await files.write("evil", path, "base", 0)).toBe(`Invalid path: ${path}`);
    expect(outside()).toEqual(before);
  });

  test.each<[string, string, string, number]>([
    ["Named environment nope is not present", "a", "nope", 0],
    ["Specified index 2 in environment base is not present", "a", "base", 2],
    ["Specified index -1 in environment base is not present", "a", "base", -1],
    ["The path passed in /etc/passwd is not relative to the environment base", "/etc/passwd", "base", 0],
    ["Invalid path: web", "web", "base", 0],
    ["Invalid path: ", "", "base", 0],
  ])("%s", async (message, path, saltenv, index) => {
    expect(await files.write("x", path, saltenv, index)).toBe(message);
  });
});

test("whatever a path is made of, nothing outside of the roots is read or written", async () => {
  const parts = ["..", ".", "", "web", "www", "away", "secret", "dangling", "loop", "top.sls", "new", "outside", "\0"];
  const path = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }).map((names) => names.join("/"));
  const before = outside();
  await fc.assert(
    fc.asyncProperty(path, async (path) => {
      const shown = await files.read(path, "base");
      expect(JSON.stringify(shown.map(toJson))).not.toContain("hunter2");
      const said = await files.write("evil", path, "base", 0).catch((error: Error) => error.message);
      expect(said).toMatch(/^(Wrote data to file|Invalid path|The path passed|E(EXIST|NOTDIR|ISDIR))/);
      expect(outside()).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

test.each<[boolean, number[]]>([
  [true, []],
  [true, [...Buffer.from("größe")]],
  [false, [65, 0]],
  [true, [65, 66, 67, 0xff]],
  [false, [65, 0xff, 0xfe]],
])("text is told from other bytes: %s %j", (expected, bytes) => {
  expect(isText(Uint8Array.from(bytes))).toBe(expected);
});
