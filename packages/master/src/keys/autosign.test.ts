import { chmodSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { createAutosign } from "./autosign.js";
import { targetingMatchers } from "./matchers.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";
import { whyDistrusted } from "./trusted-file.js";

const nowMs = Date.UTC(2026, 0, 31, 12);

function setUp(auth: { autoAccept?: boolean; permissivePkiAccess?: boolean; autosignTimeoutMin?: number } = {}) {
  const folder = temporaryDirectory();
  const clock = { nowMs };
  const ignored: string[] = [];
  for (const name of ["minions_autosign", "grains"]) mkdirSync(join(folder, name), { mode: 0o700 });
  const autosign = createAutosign({
    auth: {
      autoAccept: false,
      permissivePkiAccess: false,
      autosignTimeoutMin: 120,
      ...auth,
      autosignFile: join(folder, "autosign.conf"),
      autorejectFile: join(folder, "autoreject.conf"),
      autosignGrainsDir: join(folder, "grains"),
    },
    pkiDir: folder,
    matchers: targetingMatchers,
    nowMs: () => clock.nowMs,
    onIgnored: (file, reason) => ignored.push(`${file.slice(folder.length + 1)}: ${reason}`),
  });
  function write(name: string, text: string, mode = 0o644): void {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  }
  function stub(id: string, ageMin: number): void {
    write(`minions_autosign/${id}`, "");
    const time = new Date(clock.nowMs - ageMin * 60_000);
    utimesSync(join(folder, "minions_autosign", id), time, time);
  }
  const by = async (id: string, grains: [Value, Value][] | null = null) =>
    (await autosign.signs(id, grains === null ? null : new Map(grains)))?.by ?? null;
  return { folder, clock, ignored, autosign, write, stub, by };
}

describe("autosign and autoreject files", () => {
  test("without any rule nobody is accepted or rejected", async () => {
    const { autosign, by, ignored } = setUp();

    expect([await by("web1"), await autosign.rejects("web1"), ignored]).toEqual([null, false, []]);
  });

  test("auto_accept accepts everybody", async () => {
    expect(await setUp({ autoAccept: true }).by("web1")).toBe("auto_accept");
  });

  test("lines are ids and patterns; comments and blank lines say nothing", async () => {
    const { autosign, write, by } = setUp();
    write("autosign.conf", "# web9\n\n  web1  \r\ndb*\n  # db comments\n");
    write("autoreject.conf", "bad.+\n");

    expect([await by("web1"), await by("db7"), await by("web9"), await by("")]).toEqual([
      "autosign_file",
      "autosign_file",
      null,
      null,
    ]);
    expect([await autosign.rejects("bad1"), await autosign.rejects("web1")]).toEqual([true, false]);
  });

  test("a changed file is read anew, a removed one accepts nobody", async () => {
    const { write, by, folder } = setUp();
    write("autosign.conf", "web1\n");
    expect(await by("web1")).toBe("autosign_file");

    write("autosign.conf", "web2, no longer web1\n");
    expect(await by("web1")).toBeNull();

    write("other", "web1\n");
    renameSync(join(folder, "other"), join(folder, "autosign.conf"));
    expect(await by("web1")).toBe("autosign_file");
  });

  test.each([
    [0o646, "everybody can write to it"],
    [0o664, "its group can write to it and permissive_pki_access is off"],
  ])("a file of mode %o is ignored, with the reason", async (mode, reason) => {
    const { write, by, ignored } = setUp();
    write("autosign.conf", "web1\n", mode);

    expect(await by("web1")).toBeNull();
    expect(ignored).toEqual([`autosign.conf: ${reason}`]);
  });

  test("rights that were loosened count although the text is the same", async () => {
    const { write, by, folder } = setUp();
    write("autosign.conf", "web1\n");
    expect(await by("web1")).toBe("autosign_file");

    chmodSync(join(folder, "autosign.conf"), 0o666);

    expect(await by("web1")).toBeNull();
  });

  test("with permissive_pki_access the group may write; under root only a group of the master's", () => {
    const options = { permissivePkiAccess: true, onIgnored: () => {} };

    expect(whyDistrusted({ mode: 0o100664, gid: 7 }, options)).toBeNull();
    expect(whyDistrusted({ mode: 0o100664, gid: 7 }, { ...options, rootGroups: [7] })).toBeNull();
    expect(whyDistrusted({ mode: 0o100664, gid: 7 }, { ...options, rootGroups: [8] })).toContain("not in");
    expect(whyDistrusted({ mode: 0o100666, gid: 7 }, options)).toContain("everybody");
  });

  test("a directory in place of the file is ignored with the reason", async () => {
    const { by, ignored, folder } = setUp();
    mkdirSync(join(folder, "autosign.conf"));

    expect(await by("web1")).toBeNull();
    expect(ignored).toEqual(["autosign.conf: it is no regular file"]);
  });
});

describe("stubs in minions_autosign", () => {
  test("a stub is left alone by a look and gone after its use", async () => {
    const { autosign, stub, folder } = setUp();
    stub("web1", 1);

    const grant = await autosign.signs("web1", null);
    const before = readdirSync(join(folder, "minions_autosign"));
    const uses = await Promise.all([grant?.use(), grant?.use()]);

    expect(before).toEqual(["web1"]);
    expect(uses.sort()).toEqual([false, true]);
    expect(await autosign.signs("web1", null)).toBeNull();
  });

  test("an expired stub accepts nobody and is removed, with those of others", async () => {
    const { stub, by, folder } = setUp({ autosignTimeoutMin: 10 });
    stub("web1", 11);
    stub("web2", 11);
    stub("web3", 9);

    expect(await by("web1")).toBeNull();
    expect(readdirSync(join(folder, "minions_autosign"))).toEqual(["web3"]);
  });

  test("a stub expires while the master runs", async () => {
    const { stub, by, clock } = setUp({ autosignTimeoutMin: 10 });
    stub("web1", 1);
    expect(await by("web1")).toBe("minions_autosign");

    clock.nowMs += 10 * 60_000;

    expect(await by("web1")).toBeNull();
  });

  test("with autosign_timeout 0 stubs do not expire", async () => {
    const { stub, by } = setUp({ autosignTimeoutMin: 0 });
    stub("web1", 1_000_000);

    expect(await by("web1")).toBe("minions_autosign");
  });

  test("a directory that everybody can write to is ignored", async () => {
    const { stub, by, ignored, folder } = setUp();
    stub("web1", 1);
    chmodSync(join(folder, "minions_autosign"), 0o777);

    expect(await by("web1")).toBeNull();
    expect(ignored).toEqual(["minions_autosign: everybody can write to it"]);
  });
});

describe("autosign grains", () => {
  test.each<[Value, string]>([
    ["rack 1", "rack 1"],
    [42, "42"],
    [2n ** 60n, "1152921504606846976"],
    [true, "True"],
  ])("the value %s is accepted by the line %s", async (value, line) => {
    const { write, by } = setUp();
    write("grains/secret", `# comment\n${line}\n`);

    expect(await by("web1", [["secret", value]])).toBe("autosign_grains_dir");
    expect(await by("web1", [["other", value]])).toBeNull();
  });

  test.each<[string, Value]>([
    ["an empty text", ""],
    ["a comment", "# comment"],
    ["a list", ["rack 1"]],
    ["a map", new Map<Value, Value>([["rack 1", true]])],
    ["bytes", Buffer.from("rack 1")],
    ["null", null],
    ["a part", "rack"],
  ])("%s is never accepted", async (_, value) => {
    const { write, by } = setUp();
    write("grains/secret", "# comment\n\nrack 1\nNone\n");

    expect(await by("web1", [["secret", value]])).toBeNull();
  });

  test("the minion cannot name a file outside of the directory", async () => {
    const { write, by } = setUp();
    write("outside", "yes\n");

    expect(await by("web1", [["../outside", "yes"]])).toBeNull();
  });

  test("a file that others can write to is ignored, the next one still counts", async () => {
    const { write, by, ignored } = setUp();
    write("grains/a", "yes\n", 0o666);
    write("grains/b", "yes\n");

    expect(await by("web1", [["a", "yes"]])).toBeNull();
    expect(await by("web1", [["b", "yes"]])).toBe("autosign_grains_dir");
    expect(ignored).toEqual(["grains/a: everybody can write to it"]);
  });
});
