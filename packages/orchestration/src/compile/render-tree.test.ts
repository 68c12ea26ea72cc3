import { describe, expect, test } from "vitest";
import { type Files, filesOf, plain } from "../testing/sls.js";
import { renderTree } from "./render-tree.js";

const nop = { "test.nop": [{ k: 1 }] };
async function rendered(files: Files, mods: readonly string[] = ["top"], saltenv = "base") {
  const { high, errors, processedSls } = await renderTree(mods, saltenv, filesOf(files));
  return { errors, processedSls, ids: [...high.keys()], high: plain(high) };
}

describe("SLS files", () => {
  test("become high data: functions apart from modules, each with its file and the next order", async () => {
    expect((await rendered({ top: { a: nop, b: "test.nop" } })).high).toEqual({
      a: { test: [{ k: 1 }, "nop", { order: 10_000 }], __sls__: "top", __env__: "base" },
      b: { __sls__: "top", __env__: "base", test: ["nop", { order: 10_001 }] },
    });
  });

  test("what is included gets its orders first, and once", async () => {
    const { ids, processedSls } = await rendered({
      top: { include: ["o", "p"], a: nop },
      o: { include: ["p"], b: nop },
      p: { include: ["top"], c: nop },
    });
    expect(ids).toEqual(["a", "b", "c"]);
    expect(processedSls).toEqual(["top", "o", "p"]);
  });

  test("relative includes start beside the file, in an init.sls within its directory", async () => {
    const web = { "web/init": { include: [".a", "..o"] }, "web/a": { a: nop }, o: { b: nop } };
    expect(await rendered(web, ["web"])).toMatchObject({ ids: ["a", "b"], errors: [] });
    expect((await rendered({ top: { include: ["...x"] } })).errors).toEqual([
      "Attempted relative include of '...x' within SLS 'base:top' goes beyond top level package ",
    ]);
  });

  test("globs include what they match", async () => {
    const files = { top: { include: ["web.*"] }, "web/a": { a: nop }, "web/b": { b: nop }, o: { c: nop } };
    expect((await rendered(files)).ids).toEqual(["a", "b"]);
    expect((await rendered(files, ["w*", "o"])).ids).toEqual(["a", "b", "c"]);
  });

  test("another environment is included by its name", async () => {
    expect(
      await rendered({ top: { include: [{ dev: "o" }] }, "dev|o": { include: ["p"], a: nop }, "dev|p": { b: nop } }),
    ).toMatchObject({
      high: { a: { __env__: "dev" }, b: { __env__: "dev" } },
      errors: [],
    });
  });

  test.each<[string, unknown, string]>([
    [
      "an unknown environment",
      [{ dev: "o" }],
      "Nonexistent saltenv 'dev' found in include of 'o' within SLS 'base:top'",
    ],
    ["any environment", [{ _xenv: "o" }], "Nonexistent saltenv '_xenv' found in include of 'o' within SLS 'base:top'"],
    [
      "a missing file",
      ["gone"],
      "Specified SLS gone in saltenv base is not available on the salt master or through a configured fileserver",
    ],
    ["no name", [5], "Badly formatted include 5 found in include in SLS 'base:top'"],
    ["no list", "o", "Include Declaration in SLS top is not formed as a list"],
  ])("an include of %s is an error", async (_, include, error) => {
    expect((await rendered({ top: { include, a: nop }, o: { b: nop } })).errors).toContain(error);
  });

  test("any environment is resolved where __env__ serves all of them", async () => {
    expect(
      await rendered({ top: { include: [{ _xenv: "o" }], a: nop }, o: { b: nop }, "__env__|z": {} }),
    ).toMatchObject({
      ids: ["a", "b"],
      errors: [],
    });
  });

  test("an id that is in two files is an error with both", async () => {
    expect((await rendered({ top: { include: ["o", "p"] }, o: { a: nop }, p: { a: nop } })).errors).toEqual([
      "Detected conflicting IDs, SLS IDs need to be globally unique.\n    The conflicting ID is 'a' and is found in SLS 'base:o' and SLS 'base:p'",
    ]);
  });

  test("what was asked for and is not there is told with its name", async () => {
    expect(await rendered({ top: { a: nop } }, ["gone", "top"])).toMatchObject({
      ids: ["a"],
      errors: ["No matching sls found for 'gone' in env 'base'"],
    });
  });

  test("two functions of one module under an id are refused", async () => {
    expect((await rendered({ top: { a: { "test.nop": [], "test.fail": [] } } })).errors).toEqual([
      "ID 'a' in SLS 'top' contains multiple state declarations of the same type",
    ]);
  });
});
