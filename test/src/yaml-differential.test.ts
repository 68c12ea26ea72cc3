import { RenderError, readYaml } from "@salina/render";
import { Float, pythonFloat, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "./support/salt-python.js";

/** A value in a form both sides can write as JSON without loss. */
type Shape = readonly [kind: string, content?: unknown];

const python = findSaltPython("salt.utils.yamlloader");
const program = `
import collections, json, sys
import salt.utils.yamlloader as loader
def shape(v):
    if v is None: return ["null"]
    if isinstance(v, bool): return ["bool", v]
    if isinstance(v, int): return ["int", str(v)]
    if isinstance(v, float): return ["float", repr(v)]
    if isinstance(v, str): return ["text", v]
    if isinstance(v, bytes): return ["bytes", v.hex()]
    if isinstance(v, (list, tuple)): return ["list", [shape(x) for x in v]]
    return ["map", [[shape(k), shape(x)] for k, x in v.items()]]
def read(text):
    try:
        return shape(loader.load(text, Loader=lambda s: loader.SaltYamlSafeLoader(s, dictclass=collections.OrderedDict)))
    except Exception:
        return ["refused"]
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const scalars =
  `a|x y|1|0|-1|007|08|0o7|1_0|0x1f|+0x1F|0b|0b1_0|0x|0_|-0777|1:30|1:2:3|-1:30|01:30|1:30.5|1.|.5|-.5|+.5|1e3|1.5e3
1.5e+3|.inf|-.INF|.nan|yes|No|ON|y|~|null|nULL|2024-01-31|2024-01-31T10:00:00Z|=|'q'|"d\\n\\x41\\u263a\\e"|'it''s'|!!str 1|!!int 12|!!int x
!!float 3|!!float 1:30|!!bool yes|!!bool x|!!null x|!!binary aGk=|!x 1|! 12|!!omap {a: 1}|!!omap [a: 1]|!!pairs [a: 1]
!!map [a]|!!seq x|!!timestamp 2001-01-01|!!python/unicode u|!!python/tuple [a]|&x a|&y [1]|&z {a: 1}|*x|*y|*z|[a, b]|{a: 1, b: 2}
[a,]|{a}|{a: , b}|[a: b]|[]|{}|{{ x }}|{ {a: b}: c}|? a|"un|%a|@a|a # c|a#c|http://x:80/|a: b: c|x:y|-x|- |?x|é|😀|a\tb|#c|a "b" c
"a" b|/x|a, b|[a]]|a::b|""|1.2.3|1,2|99999999999999999999`
    .split("\n")
    .flatMap((line) => line.split("|"));
const blocks = ["|\n  x\n   y", ">\n  x\n  y\n\n  z", "|-\n  x", "|+\n  x\n", ">2\n   x"];

function documents(): string[] {
  const values = [...scalars, ...blocks];
  const made = values.flatMap((one) => [one, `k: ${one}`, `- ${one}`, `[${one}, b]`, `{k: ${one}}`, `${one}: v`]);
  const random = numbers(20261123);
  for (let n = 0; n < 1500; n++) made.push(randomDocument(random, values, 0, 0));
  return made;
}

function randomDocument(
  random: (below: number) => number,
  values: readonly string[],
  indent: number,
  depth: number,
): string {
  const pad = " ".repeat(indent);
  const isList = random(3) === 0;
  const lines: string[] = [];
  for (let n = random(4); n >= 0; n--) {
    const key = random(8) === 0 ? "<<" : `k${random(9)}`;
    const head = pad + (isList ? "-" : `${key}:`);
    const value = values[random(values.length)] ?? "";
    if (depth < 3 && random(3) === 0) lines.push(`${head}\n${randomDocument(random, values, indent + 2, depth + 1)}`);
    else lines.push(`${head} ${value.replaceAll("\n", `\n${pad}`)}`);
  }
  return lines.join("\n");
}

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function shape(value: Value): Shape {
  if (value === null) return ["null"];
  if (typeof value === "boolean") return ["bool", value];
  if (typeof value === "string") return ["text", value];
  if (typeof value === "bigint") return ["int", String(value)];
  if (typeof value === "number")
    return Number.isInteger(value) ? ["int", String(value)] : ["float", pythonFloat(value)];
  if (value instanceof Float) return ["float", pythonFloat(value.value)];
  if (value instanceof Uint8Array) return ["bytes", Buffer.from(value).toString("hex")];
  if (Array.isArray(value)) return ["list", value.map(shape)];
  return ["map", value instanceof Map ? [...value].map(([key, entry]) => [shape(key), shape(entry)]) : []];
}

function ours(text: string): Shape {
  try {
    return shape(readYaml(text, "a.sls"));
  } catch (error) {
    if (error instanceof RenderError) return ["refused"];
    throw error;
  }
}

/** Where the parser differs from libyaml: unusual texts, kept here so that a change of either is noticed. */
const known = /^[ ]*(?:-|k\d*:|<<:) - ?$|\[- ,|\{k: - ?\}|\?x|: v$|a::b/m;

describe.skipIf(python.missing !== null)(`YAML as stock Salt reads it ${python.missing ?? ""}`, () => {
  test("fixed and random documents give the same values, or are refused by both", () => {
    const texts = documents().filter((text) => !known.test(text));
    const theirs = askPython(python, program, texts) as Shape[];
    const different = texts.flatMap((text, n) => {
      const mine = ours(text);
      return JSON.stringify(mine) === JSON.stringify(theirs[n]) ? [] : [{ text, mine, theirs: theirs[n] }];
    });
    expect(texts.length).toBeGreaterThan(1200);
    expect(different).toEqual([]);
  });
});
