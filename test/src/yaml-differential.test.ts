import { RenderError, readYaml } from "@salina/render";
import { Float, pythonFloat, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { askPython, findSaltPython } from "./support/salt-python.js";
import { seededNumbers } from "./support/seeded-numbers.js";

/** A value in a form both sides can write as JSON without loss. */
type Shape = readonly [kind: string, content?: unknown];

const program = `
import collections, json, logging, sys
import salt.renderers.yaml as renderer
renderer.__opts__ = {}
logging.disable(50)
def shape(v):
    if v is None: return ["null"]
    if isinstance(v, bool): return ["bool", v]
    if isinstance(v, int): return ["int", str(v)]
    if isinstance(v, float): return ["float", repr(v)]
    if isinstance(v, str): return ["text", v]
    if isinstance(v, bytes): return ["bytes", v.hex()]
    if isinstance(v, (list, tuple, set)): return ["list", [shape(x) for x in v]]
    return ["map", [[shape(k), shape(x)] for k, x in v.items()]]
import salt.utils.yamlloader as loader
def read(text):
    try:
        return shape(loader.load(text, Loader=renderer.get_yaml_loader("")))
    except Exception:
        pass
    try:
        renderer.render(text)
    except Exception as error:
        return ["refused", type(error).__name__, str(error)]
    return ["refused twice"]
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
/** Whole documents with one error each, and turns that readers differ in. */
const wrong = [
  "a: b: c\n",
  "a: 1\n\tb: 2\n",
  "\ta: 1",
  "a:\n\t- x",
  "a: 'x",
  "a: [1, 2\nb: 3\n",
  "a: 1\na: 2\n",
  "a: {b\n",
  "a: @x\n",
  "- a\nb: 1\n",
  "a: 1\n---\nb: 2\n",
  "---\na: 1\n...\n",
  "...\n",
  "---\n",
  "%YAML 1.1\n---\nx",
  "%YAML 1.3\n--- x",
  "%YAML 2.0\n--- x",
  "%TAG !e! tag:e,1:\n--- !e!x y",
  "%FOO\n--- x",
  "a: |\n  x\n y\n",
  "key\nother: 1\n",
  "a: x\nlong line\nb: 1\n",
  "\x01",
  "a: \x07",
  "&a &b c",
  "a: &a 1\nb: &a 2\nc: *a",
  "{a: 1, a: 2}",
  "[a b: c, d]",
  "{a, b: }",
  "[? a : b]",
  "[? : b]",
  "{? a, b}",
  "[a: ]",
  "[: a]",
  "{: a}",
  "? a\n? b\n",
  "? - a\n  - b\n: c",
  'a: "\\q"',
  'a: "\\u12"',
  'a: "\\ud800"',
  'a: "x\n  y\n\n  z"',
  "a: 'x\n---\n'",
  'a: "x \\\n  y"',
  "a: |0\n x",
  "a: |\n\tx",
  "a: |2-\n   x\n  y\n\n",
  "a: >\n\n  x\n\n   y\n  z\n",
  "a: | x",
  "a: |+ # c\n  x\n\n",
  "a: [b\n]",
  "a: [b,\n c: d]",
  "a: x #c\nb: y#c",
  "a:\n- b\n- c\nd: e",
  "-\n- \n- - a\n  - b",
  "- a: b\n  c: d\n-  e: f",
  "a:\n  b\n  c\nd: e",
  "!<tag:yaml.org,2002:str> 1",
  "!<x",
  "!!str",
  "a: !!str\nb: !!null",
  "! a",
  "! '12'",
  "!e!x y",
  "!x, y",
  "[!!str, b]",
  "\ufeffa: 1",
  "a: \ufeffb",
  "a\r\nb: 1\r\n",
  "a: 1\r\nb: 2\r\n",
  "a: x\x85y",
  "a: x\u2028y",
  "a: 'x\u2028y'",
  "<<: {a: 1}\n<<: {b: 1}\na: 2",
  "<<: [{a: 1}, {a: 2}]",
  "<<: {a: 1}\n<<: {a: 2}",
  "a: *b",
  "&a [*a, 1]",
  "- ? a",
  "a:    \n  - b\n -c",
  "'a' : b",
  '"a": b',
  "a : b",
  "[a, b] : c",
  "x: -",
  "x: - a",
  "- - - a\n    - b",
  "a: '\n\n b'",
  `${"k".repeat(1024)}: v`,
  `${"k".repeat(1025)}: v`,
  "a: !!int 0o7",
  "a: !!float 1_0.5",
  "a: !!binary 'a b='",
  "a: !!binary",
  "!!set {a}",
  "!!set [a]",
  "1: a\n1.0: b",
  "true: a\n1: b",
  "~: a\nnull: b",
  "0x1: a\n1: b",
];
const blocks = ["|\n  x\n   y", ">\n  x\n  y\n\n  z", "|-\n  x", "|+\n  x\n", ">2\n   x"];

function documents(): { fixed: string[]; random: string[] } {
  const values = [...scalars, ...blocks];
  const fixed = values.flatMap((one) => [one, `k: ${one}`, `- ${one}`, `[${one}, b]`, `{k: ${one}}`, `${one}: v`]);
  const below = seededNumbers(20261123);
  const random = Array.from({ length: 1500 }, () => randomDocument(below, values, 0, 0));
  return { fixed: [...fixed, ...wrong], random };
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
    if (error instanceof RenderError) return ["refused", error.reason];
    throw error;
  }
}

/** Errors of Python itself: Salt lets them through in words that say little, so ours are other ones. */
const pythonErrors = new Set(["IndexError", "ValueError", "KeyError", "TypeError", "RecursionError"]);

function agree(mine: Shape, theirs: readonly unknown[], oneErrorAtMost: boolean): boolean {
  if (theirs[0] !== "refused" || mine[0] !== "refused") return JSON.stringify(mine) === JSON.stringify(theirs);
  // Of two errors PyYAML finds the one in the outer map first, we the one that stands first.
  return !oneErrorAtMost || pythonErrors.has(String(theirs[1])) || mine[1] === theirs[2];
}

describe("YAML as stock Salt reads it", () => {
  test.each(["3006.30", "3008.5"])("fixed and random documents give the same values or errors as %s", (release) => {
    const python = findSaltPython("salt.utils.yamlloader", release);
    if (python.missing !== null) return console.warn(`not compared with ${release}: ${python.missing}`);
    const { fixed, random } = documents();
    const texts = [...fixed, ...random];
    const theirs = askPython(python, program, texts) as Shape[];
    const different = texts.flatMap((text, n) => {
      const mine = ours(text);
      const stock = theirs[n] ?? ["not answered"];
      return agree(mine, stock, n < fixed.length) ? [] : [{ text, mine, stock }];
    });
    expect(theirs.filter(([kind]) => kind === "refused").length).toBeLessThan(texts.length * 0.7);
    expect(different).toEqual([]);
  });
});
