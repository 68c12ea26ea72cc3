import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Value } from "@salina/wire";
import { expect, test } from "vitest";
import { ReactorMap } from "./reactor-map.js";

const entry = (tag: Value, files: Value): Value => new Map([[tag, files]]);

test("entries that are none are left aside with a word, the others count", () => {
  const warnings: string[] = [];
  const map = new ReactorMap(
    [
      entry("a/*", "/x.sls"),
      "b",
      new Map<Value, Value>([
        ["c", []],
        ["d", []],
      ]),
      entry(7, []),
      entry("e", [1]),
      entry("[ab]/?", ["/y", "/z"]),
    ],
    (text) => warnings.push(text),
  );
  expect(map.matching("a/b").map(({ sls }) => sls)).toEqual(["/x.sls", "/y", "/z"]);
  expect(warnings).toHaveLength(4);
});

test("the file that the config names is read again when it is another one; a broken one leaves what was", () => {
  const place = mkdtempSync(join(tmpdir(), "salina-reactor-map-"));
  const file = join(place, "reactor.yaml");
  const warnings: string[] = [];
  const map = new ReactorMap(file, (text) => warnings.push(text));
  expect(map.matching("a")).toEqual([]);

  const put = (text: string, second: number) => {
    writeFileSync(file, text);
    utimesSync(file, second, second);
    return map.matching("a").map(({ sls }) => sls);
  };
  expect(put("- a: [/x]\n", 1)).toEqual(["/x"]);
  expect(put("- a: [/y]\n- '*': /z\n", 2)).toEqual(["/y", "/z"]);
  expect(put("- a: [\n", 3)).toEqual(["/y", "/z"]);
  expect(warnings.map((text) => text.slice(0, 26))).toEqual([
    "Failed to read reactor map",
    "Failed to read reactor map",
  ]);
  rmSync(place, { recursive: true });
});

test("what is added counts until it is deleted, and nothing is there twice", () => {
  const map = new ReactorMap([entry("a", ["/x"])], () => undefined);
  expect([map.add("b", ["/y"]), map.add("a", ["/z"]), map.add("c", 7)]).toEqual([true, false, false]);
  expect(map.list()).toEqual([entry("a", ["/x"]), entry("b", ["/y"])]);
  expect([map.delete("a"), map.delete("b"), map.delete("b")]).toEqual([true, true, false]);
  expect(map.list()).toEqual([]);
});
