import { describe, expect, test } from "vitest";
import { parseArguments } from "./arguments.js";

const keywords = (...pairs: [string, unknown][]) => [new Map<unknown, unknown>([["__kwarg__", true], ...pairs])];

describe("arguments of a function", () => {
  test.each([
    ["a-b=1", "a-b", 1],
    ["a.b=2", "a.b", 2],
    ["é=1", "é", 1],
    ["_x=3", "_x", 3],
    ["a=b=c", "a", "b=c"],
    ["a=", "a", ""],
    ["a='5'", "a", "5"],
    ["a=x\n", "a", "x"],
  ])("%j is a keyword", (word, name, value) => {
    expect(parseArguments([word])).toStrictEqual(keywords([name, value]));
  });

  test.each(["1a=3", "a==b", "a =b", "a:b=1", "-a=1", "a=x\ny"])("%j is a positional", (word) => {
    expect(parseArguments([word])).toStrictEqual([word]);
  });

  test("keywords stand last in one map, the last of a name wins", () => {
    expect(parseArguments(["a=1", "x", "b=2", "a=3"])).toStrictEqual(["x", ...keywords(["a", 3], ["b", 2])]);
  });

  test("a keyword that is not to be parsed stays text", () => {
    expect(parseArguments(["foo=5", "bar=5"], ["foo"])).toStrictEqual(keywords(["foo", "5"], ["bar", 5]));
  });

  test("a job id stays text as positional and is a number as keyword", () => {
    const jid = "20261123012554900020";
    expect(parseArguments([jid, `jid=${jid}`])).toStrictEqual([jid, ...keywords(["jid", BigInt(jid)])]);
  });
});
