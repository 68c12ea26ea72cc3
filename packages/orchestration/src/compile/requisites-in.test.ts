import { describe, expect, test } from "vitest";
import { highOf, mapOf, plain } from "../testing/sls.js";
import { applyRequisitesIn } from "./requisites-in.js";

const at = { __sls__: "x", __env__: "base" };
function applied(ids: Readonly<Record<string, readonly unknown[]>>) {
  const high = highOf(ids);
  const errors = applyRequisitesIn(high);
  return {
    errors,
    args: (id: string) => ((plain(high.get(id)) as { test?: unknown[] } | undefined)?.test ?? []).slice(1),
  };
}

describe("requisites that stand on the other side", () => {
  test("are written as what they mean; several of a kind into one list", () => {
    const { errors, args } = applied({
      a: [{ require_in: [{ test: "c" }] }],
      b: [{ require_in: { test: "c" } }, { onfail_in: ["c"] }],
      c: [{ require: [{ test: "d" }] }],
      d: [],
    });
    expect(errors).toEqual([]);
    expect(args("c")).toEqual([
      { require: [{ test: "d" }, { test: "a" }, { test: "b" }] },
      { onfail: [{ test: "b" }] },
    ]);
  });

  test("a whole SLS means all its states", () => {
    const high = mapOf({
      a: { ...at, test: ["nop", { watch_in: [{ sls: "o" }] }] },
      b: { __sls__: "o", __env__: "base", test: ["nop"], salt: ["function"] },
    });
    expect(applyRequisitesIn(high)).toEqual([]);
    const watch = { watch: [{ test: "a" }] };
    expect(plain(high.get("b"))).toMatchObject({ test: ["nop", watch], salt: ["function", watch] });
  });

  test("prereq is noted on the other side", () => {
    expect(applied({ a: [{ prereq: [{ test: "b" }] }], b: [] }).args("b")).toEqual([{ prerequired: [{ test: "a" }] }]);
    const both = applied({ a: [{ prereq_in: [{ test: "b" }] }], b: [] });
    expect(both.args("a")).toEqual([{ prereq_in: [{ test: "b" }] }, { prerequired: [{ test: "b" }] }]);
    expect(both.args("b")).toEqual([{ prereq: [{ test: "a" }] }]);
  });

  test("use takes arguments over, none that are there, no names and no requisites", () => {
    const given = [{ k: 1 }, { l: 2 }, { names: ["p"] }, { name: "n" }, { require: ["c"] }, { failhard: true }];
    expect(applied({ a: [{ k: 9 }, { use: [{ test: "b" }] }], b: given, c: [] }).args("a")).toEqual([
      { k: 9 },
      { use: [{ test: "b" }] },
      { l: 2 },
      { failhard: true },
    ]);
    expect(applied({ a: [{ k: 9 }], b: [...given, { use_in: [{ test: "a" }] }], c: [] }).args("a")).toEqual([
      { k: 9 },
      { l: 2 },
      { failhard: true },
    ]);
  });

  test("what names no state is an error with id and SLS", () => {
    expect(applied({ a: [{ require_in: [{ test: "gone" }] }] }).errors[0]).toMatch(
      /^Cannot extend ID 'gone' in 'base:x'/,
    );
    expect(applied({ a: [{ require_in: [{ "test.nop": "b" }] }], b: [] }).errors[0]).toBe(
      "Invalid requisite in require: test.nop for b, in SLS 'x'. Requisites must not contain dots, did you mean 'test'?",
    );
  });
});
