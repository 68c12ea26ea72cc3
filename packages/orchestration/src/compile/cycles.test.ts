import { describe, expect, test } from "vitest";
import { highOf } from "../testing/sls.js";
import { compileHigh } from "./compile-sls.js";

const step = (id: string) => `SLS "x" ID "${id}"`;
const round = (...ids: readonly string[]) => [`A recursive requisite was found: ${ids.map(step).join(" waits for ")}`];
const errors = (ids: Readonly<Record<string, readonly unknown[]>>) => compileHigh(highOf(ids)).errors;
const on = (kind: string, ...wanted: readonly unknown[]) => ({ [kind]: wanted });

describe("circles of requisites", () => {
  test("over several kinds of requisites are told as a whole", () => {
    const ids = {
      a: [on("require", { test: "b" })],
      b: [on("watch", { test: "c" })],
      c: [on("onchanges_any", { test: "a" })],
    };
    expect(errors(ids)).toEqual(round("a", "b", "c", "a"));
  });

  test("a step that names itself, by id, name, glob or its own SLS, waits for itself", () => {
    for (const wanted of [{ id: "a" }, { test: "n" }, { test: "a*" }, { sls: "x" }, "a"])
      expect(errors({ a: [{ name: "n" }, on("onfail", wanted)] })).toEqual(round("a", "a"));
  });

  test("what a prereq waits for must not wait for the one that has it", () => {
    const ids = {
      a: [on("prereq", { test: "b" })],
      b: [on("require", { test: "c" })],
      c: [on("require", { test: "a" })],
    };
    expect(errors(ids)).toEqual(round("a", "b", "c", "a"));
  });

  test("a prereq that is required, too, is a circle; with prereq_in as well", () => {
    expect(errors({ a: [on("prereq", { test: "b" }), on("require", { test: "b" })], b: [] })).toEqual(
      round("a", "b", "a"),
    );
    expect(errors({ a: [on("prereq_in", { test: "b" }), on("require", { test: "b" })], b: [] })).toEqual(
      round("a", "b", "a"),
    );
  });

  test("two prereqs of one step may wait for each other, a prereq may have one, and several steps may share one", () => {
    const two = { a: [on("prereq", { test: "b" }, { test: "c" })], b: [on("require", { test: "c" })], c: [] };
    const chain = { a: [on("prereq", { test: "b" })], b: [on("prereq", { test: "c" })], c: [] };
    const shared = { a: [on("prereq", "c")], b: [on("prereq", "c"), on("require", "a")], c: [] };
    for (const ids of [two, chain, shared]) expect(errors(ids)).toEqual([]);
  });

  test("listening to each other is none", () => {
    expect(errors({ a: [on("listen", { test: "b" })], b: [on("listen", { test: "a" })] })).toEqual([]);
  });

  test("many steps that wait for many others are looked through once each", () => {
    const names = (letter: string) => ({ names: Array.from({ length: 30_000 }, (_, at) => `${letter}${at}`) });
    const high = highOf({ all: [names("n"), on("require", { sls: "o" }, { test: "m*" })], others: [names("m")] });
    const others = high.get("others");
    if (others instanceof Map) others.set("__sls__", "o");
    const { chunks, errors } = compileHigh(high);
    expect(errors).toEqual([]);
    expect(chunks).toHaveLength(60_000);
  });
});
