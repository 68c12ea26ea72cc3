import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PushedFiles, pushedPath } from "./pushed-files.js";

let cache: string;
let logged: { reason?: string }[];
const at = (...path: string[]) => join(cache, "minions", "web1", "files", ...path);

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "salina-pushed-"));
  logged = [];
});
afterEach(() => rmSync(cache, { recursive: true }));

function files(config: { on?: boolean; maxFileBytes?: number } = {}) {
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  return new PushedFiles({ on: true, maxFileBytes: 100, ...config }, cache, log);
}
const part = (path: string[], text: string, position = 0, size: number | null = null) => ({
  path,
  at: position,
  size,
  data: Buffer.from(text),
});

describe("the path of a pushed file", () => {
  test.each<[unknown, readonly string[] | null]>([
    [
      ["etc", "hosts"],
      ["etc", "hosts"],
    ],
    ["etc/hosts", ["etc", "hosts"]],
    [["", "etc", ".", "hosts"], null],
    [["etc//hosts"], ["etc", "hosts"]],
    [
      ["C:", "a\\b"],
      ["C:", "a", "b"],
    ],
    [["ümläut"], ["ümläut"]],
    ["/etc/hosts", null],
    [["..", "x"], null],
    [["a", "../../x"], null],
    [["a\\..\\..\\x"], null],
    [["a\0b"], null],
    [["a\nb"], null],
    [[], null],
    [[""], null],
    ["", null],
    [7, null],
    [null, null],
    [["a", 7], null],
    [{ 0: "a" }, null],
    [["x".repeat(256)], null],
    [Array.from({ length: 100 }, () => "d"), null],
  ])("%j is %j", (value, expected) => {
    expect(pushedPath(value)).toEqual(expected);
  });
});

test("parts make a file, for the daemon's account only; the first one begins anew", async () => {
  const pushed = files();
  expect(await pushed.take("web1", part(["etc", "hosts"], "one "))).toBe(true);
  expect(await pushed.take("web1", part(["etc", "hosts"], "two", 4))).toBe(true);
  expect(readFileSync(at("etc", "hosts"), "utf8")).toBe("one two");
  expect(statSync(at("etc", "hosts")).mode & 0o777).toBe(0o600);
  expect(statSync(at("etc")).mode & 0o777).toBe(0o700);

  await pushed.take("web1", part(["etc", "hosts"], "new"));
  expect(readFileSync(at("etc", "hosts"), "utf8")).toBe("new");
});

test("a part that is sent again changes nothing, one that leaves a gap is refused", async () => {
  const pushed = files();
  await pushed.take("web1", part(["f"], "abc"));
  await pushed.take("web1", part(["f"], "def", 3));
  expect(await pushed.take("web1", part(["f"], "def", 3))).toBe(true);
  expect(await pushed.take("web1", part(["f"], "x", 50))).toBe(false);
  expect(readFileSync(at("f"), "utf8")).toBe("abcdef");
});

test.each([
  ["switched off", { on: false }, part(["f"], "x")],
  ["too large by its bytes", {}, part(["f"], "x".repeat(101))],
  ["too large by its place", {}, part(["f"], "x", 100)],
  ["too large by what it says", {}, part(["f"], "x", 0, 101)],
])("%s: not taken, nothing written, a line in the log", async (_what, config, one) => {
  expect(await files(config).take("web1", one)).toBe(false);
  expect(existsSync(join(cache, "minions"))).toBe(false);
  expect(logged).toHaveLength(1);
});

test("links on the way are not followed, whoever put them there", async () => {
  const outside = join(cache, "outside");
  mkdirSync(outside);
  mkdirSync(at(), { recursive: true });
  symlinkSync(outside, at("dir"));
  symlinkSync(join(outside, "file"), at("file"));
  await files().take("web1", part(["whole"], "x"));
  linkSync(at("whole"), join(outside, "second-name"));

  const pushed = files();
  expect(await pushed.take("web1", part(["dir", "f"], "x"))).toBe(false);
  expect(await pushed.take("web1", part(["file"], "x"))).toBe(false);
  expect(await pushed.take("web1", part(["whole"], "changed"))).toBe(false);
  expect(existsSync(join(outside, "f"))).toBe(false);
  expect(existsSync(join(outside, "file"))).toBe(false);
  expect(readFileSync(join(outside, "second-name"), "utf8")).toBe("x");
});

test("a minion whose key is deleted leaves no files", async () => {
  const pushed = files();
  await pushed.take("web1", part(["f"], "x"));
  await pushed.take("web2", part(["f"], "x"));
  await pushed.forget("web1");
  expect(existsSync(at())).toBe(false);
  expect(existsSync(join(cache, "minions", "web2", "files", "f"))).toBe(true);
});
