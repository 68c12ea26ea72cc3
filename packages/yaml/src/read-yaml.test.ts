import { Float, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { readYaml } from "./read-yaml.js";
import { YamlFault } from "./yaml-fault.js";

const read = (text: string): Value => readYaml(text);
const map = (...entries: [Value, Value][]): Value => new Map(entries);

function refusalOf(text: string): YamlFault {
  try {
    read(text);
  } catch (error) {
    if (error instanceof YamlFault) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("scalars", () => {
  test.each<[string, Value]>([
    ["yes", true],
    ["Off", false],
    ["y", "y"],
    ["~", null],
    ["", null],
    ["0777", 777],
    ["+010", 8],
    ["08", "08"],
    ["0x1F", 31],
    ["0b101", 5],
    ["1_000", 1000],
    ["1:30", 90],
    ["1e3", "1e3"],
    ["1.0", new Float(1)],
    ["1.5e+3", new Float(1500)],
    ["99999999999999999999", 99999999999999999999n],
    ["2024-01-31", "2024-01-31"],
    ["2024-01-31 10:00:00", "2024-01-31 10:00:00"],
    ["'yes'", "yes"],
    ["!!str 12", "12"],
    ["!!int '12'", 12],
    ["!!binary aGk=", new Uint8Array([104, 105])],
  ])("%s is read as Salt reads it", (text, value) => {
    expect(read(text)).toEqual(value);
  });
});

test("keys keep their order and their type", () => {
  expect([...(read("b: 1\na: 2\n3: c\nyes: d\n~: e") as Map<Value, Value>)]).toEqual([
    ["b", 1],
    ["a", 2],
    [3, "c"],
    [true, "d"],
    [null, "e"],
  ]);
});

test("a key that stands twice is an error with its line", () => {
  expect(refusalOf("a: 1\nb: 2\na: 3").message).toBe(
    'while constructing a mapping\n  in "<unicode string>", line 1, column 1\nfound conflicting ID \'a\'\n  in "<unicode string>", line 3, column 1',
  );
  expect(refusalOf("1: 1\ntrue: 2").mark?.line).toBe(1);
});

test("own keys win over merged ones, and merged ones come first", () => {
  expect(read("x: &x {a: 1, b: 2}\ny:\n  c: 3\n  <<: *x\n  b: 4")).toEqual(
    map(["x", map(["a", 1], ["b", 2])], ["y", map(["a", 1], ["c", 3], ["b", 4])]),
  );
});

test("the unfilled braces of a template are an error that says so", () => {
  expect(refusalOf("a: {{ b }}").message).toContain("found unacceptable key [(ScalarNode(");
});

test("tags that nobody knows and tags of Python are refused", () => {
  expect(refusalOf("a: !foo 1").message).toContain("could not determine a constructor for the tag '!foo'");
  expect(refusalOf("a: !!python/object/apply:os.system ['x']").message).toContain("could not determine a constructor");
});

test("a second document is refused", () => {
  expect(refusalOf("a: 1\n---\nb: 2").message).toContain("expected a single document");
});

describe("what is made to exhaust a reader ends at once", () => {
  const laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let n = 1; n < 12; n++)
    laughs.push(
      `a${n}: &a${n} [${Array(9)
        .fill(`*a${n - 1}`)
        .join(", ")}]`,
    );
  const merges = ["a0: &a0 {k: v}"];
  for (let n = 1; n < 30; n++) merges.push(`a${n}: &a${n}\n  <<: [*a${n - 1}, *a${n - 1}]`);
  test.each([
    ["aliases of aliases", laughs.join("\n")],
    ["merged maps of merged maps", merges.join("\n")],
    ["an alias of itself", "a: &a [*a]"],
    ["brackets within brackets", "[".repeat(500_000)],
    ["dashes after dashes", "- ".repeat(400_000)],
    ["one level deeper on each line", Array.from({ length: 1000 }, (_, n) => `${" ".repeat(n)}a:`).join("\n")],
    ["a map in a map as a key of many aliases", `${laughs.join("\n")}\n? *a11\n: x`],
    ["anchors after anchors", "&a ".repeat(300_000)],
    ["colons within brackets", `[${":".repeat(1_000_000)}`],
    ["a number of many digits", "1".repeat(1_000_000)],
    ["a number of many sixtieths", `1${":1".repeat(500_000)}`],
    ["a document beyond its size", `a: ${"x".repeat(1024 * 1024)}`],
  ])("%s", (_name, text) => {
    expect(refusalOf(text)).toBeInstanceOf(YamlFault);
  });

  test.each([
    ["a long list", "- a\n".repeat(262_000)],
    ["a long map", "a1: b\n".repeat(170_000)],
    ["a long list within brackets", `[${"a,".repeat(500_000)}a]`],
  ])("%s is refused by its number of values", (_name, text) => {
    expect(refusalOf(text).message).toContain("more than 200000 keys and values");
  });

  test("a list within its limits is read", () => {
    expect(read("- a\n".repeat(100_000))).toHaveLength(100_000);
  });
});
