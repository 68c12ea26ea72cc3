import { encode, toValue } from "@salina/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { statesOfReturn } from "./state-results.js";

const of = (value: unknown) => statesOfReturn(encode(toValue(value)));

test("a state run gives each state's id with what it came to", () => {
  expect(
    of({
      "pkg_|-web_|-nginx_|-installed": { __id__: "web", result: true, changes: {} },
      "file_|-conf_|-/etc/x_|-managed": { __id__: "conf", result: true, changes: { diff: "New file" } },
      "cmd_|-fails_|-false_|-run": { __id__: "fails", result: false, changes: {} },
      "cmd_|-would_|-true_|-run": { __id__: "would", result: null, changes: {} },
    }),
  ).toEqual([
    { id: "web", result: "unchanged" },
    { id: "conf", result: "changed" },
    { id: "fails", result: "failed" },
    { id: "would", result: "would-change" },
  ]);
});

test("an old minion's result without an id is known by its key, and changes of a text count", () => {
  expect(of({ "cmd_|-the id_|-true_|-run": { result: true, changes: "x" } })).toEqual([
    { id: "the id", result: "changed" },
  ]);
});

test("of a compound job the states of each function are found", () => {
  const run = { "test_|-a_|-a_|-nop": { __id__: "a", result: true, changes: {} } };
  expect(of({ "test.ping": true, "state.apply": run, "state.sls": run })).toHaveLength(2);
});

test("what is no state run has no states", () => {
  for (const value of [null, true, "text", [1], { a: 1 }, ["Rendering SLS failed"], { "a_|-b_|-c_|-d": 3 }]) {
    expect(of(value)).toEqual([]);
  }
});

test("nothing that a minion may send makes it fail", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void statesOfReturn(bytes)));
  const key = fc.constantFrom("a_|-b_|-c_|-d", "state.apply", "__id__", "result", "changes", "x");
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, false, 1, "x"), fc.dictionary(key, tie("any"))),
  })).any;
  fc.assert(fc.property(value, (one) => void of(one)));
});
