import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commandRunner, shellQuoted, splitWords } from "./run-command.js";

const run = commandRunner(2000);

test("whatever stands in a quoted word, a shell hands it on as it is", () => {
  const word = fc.string().filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(word, (text) => {
      const printed = execFileSync("/bin/sh", ["-c", `printf %s ${shellQuoted(text)}`]).toString("utf8");
      expect(printed).toBe(text);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ["a b  c", ["a", "b", "c"]],
  ["a 'b c' d", ["a", "b c", "d"]],
  ['a "b \\"c\\" $HOME"', ["a", 'b "c" $HOME']],
  ["a\\ b 'c'd\"e\"", ["a b", "cde"]],
  ["'' x", ["", "x"]],
  ["", []],
])("%j is split as a shell does it", (line, words) => expect(splitWords(line)).toEqual(words));

test("an open quotation is refused", () => expect(() => splitWords("a 'b")).toThrow("no closing quotation"));

test("a command that takes too long, and one that is not there, are errors that name it", () => {
  const quick = commandRunner(50);
  expect(() => quick({ line: "sleep 5", how: "shell" })).toThrow("'sleep 5' failed: it took longer than 0.05 s");
  expect(() => run({ line: "/no/such/program x", how: "program" })).toThrow("'/no/such/program x' failed");
});

test("output and code of a command are told apart", () => {
  expect(run({ line: "echo out; echo err >&2; exit 3", how: "shell" })).toMatchObject({
    stdout: "out",
    stderr: "err",
    code: 3,
  });
});
