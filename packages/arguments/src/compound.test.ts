import { describe, expect, test } from "vitest";
import { parseCommand } from "./compound.js";

const options = { separator: ",", unparsed: [] };
const parse = (fun: string, ...words: string[]) => parseCommand(fun, words, options);
const command = (fun: unknown, arg: unknown) => ({ ok: true, command: { fun, arg } });

describe("a command", () => {
  test("of one function keeps commas in its arguments", () => {
    expect(parse("test.arg", "a,b", ",")).toEqual(command("test.arg", ["a,b", ","]));
  });

  test("of several functions parts its arguments at separators that stand alone", () => {
    const expected = command(["test.ping", "test.arg"], [[], ["a,b", 1]]);
    expect(parse("test.ping,test.arg", ",", "a,b", "1")).toEqual(expected);
    expect(parse("a.a,b.b,c.c", ",", ",", "x")).toEqual(command(["a.a", "b.b", "c.c"], [[], [], ["x"]]));
  });

  test("parts inside words when no separator stands alone, and drops empty parts", () => {
    expect(parse("a.a,b.b", "x,y", "z")).toEqual(command(["a.a", "b.b"], [["x"], ["y", "z"]]));
    expect(parse("a.a,b.b", "x,")).toEqual(command(["a.a", "b.b"], [["x"], []]));
  });

  test("with too few groups of arguments is refused", () => {
    const text = "Cannot execute compound command without defining all arguments.";
    expect(parse("a.a,b.b", "x")).toEqual({ ok: false, text });
  });

  test("with too many groups of arguments is refused", () => {
    const text = "Cannot execute compound command with more arguments than commands.";
    expect(parse("a.a,b.b", "x,y,z")).toEqual({ ok: false, text });
  });

  test("takes another separator", () => {
    const parsed = parseCommand("a.a,b.b", ["a,b", "::", "c"], { separator: "::", unparsed: [] });
    expect(parsed).toEqual(command(["a.a", "b.b"], [["a,b"], ["c"]]));
  });
});
