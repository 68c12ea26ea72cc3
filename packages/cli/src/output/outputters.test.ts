import { Ext, Float, fromJson, type Value } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { colors, noColors } from "./colors.js";
import { json } from "./json.js";
import { nested } from "./nested.js";
import { newlineValuesOnly } from "./newline-values-only.js";
import { noReturn } from "./no-return.js";
import { defaultStateOutput, type OutputSettings, type Outputter } from "./outputter.js";
import { pprint } from "./pprint.js";
import { quiet } from "./quiet.js";
import { raw } from "./raw.js";
import { txt } from "./txt.js";
import { yaml } from "./yaml.js";

const plain: OutputSettings = { colors: noColors, stripColors: true, indent: undefined, state: defaultStateOutput };
const colored: OutputSettings = { ...plain, colors };
const show = (outputter: Outputter, value: unknown, settings = plain, retcode = 0) =>
  outputter(value instanceof Map ? (value as Map<Value, Value>) : fromJson(value as never), settings, { retcode });

const sample = {
  web1: { args: [1, "foo", null, ["a", ["b"], { c: 1 }]], kwargs: { __pub_ret: "", __pub_tgt: "web1" } },
};

describe("nested", () => {
  test("shows the sample of the reference", () => {
    expect(show(nested, sample)).toBe(`web1:
    ----------
    args:
        - 1
        - foo
        - None
        |_
          - a
          |_
            - b
          |_
            ----------
            c:
                1
    kwargs:
        ----------
        __pub_ret:
        __pub_tgt:
            web1`);
  });

  test("colours keys, values, and failures", () => {
    const value = { web1: { a: true, b: ["x", []] } };
    expect(show(nested, value, colored)).toBe(
      [
        "\x1b[0;36mweb1\x1b[0;0m:",
        "    \x1b[0;36m----------\x1b[0;0m",
        "    \x1b[0;36ma\x1b[0;0m:",
        "        \x1b[0;1;33mTrue\x1b[0;0m",
        "    \x1b[0;36mb\x1b[0;0m:",
        "        \x1b[0;32m- x\x1b[0;0m",
        "        \x1b[0;32m|_\x1b[0;0m",
      ].join("\n"),
    );
    expect(show(nested, { web1: "no" }, colored, 1)).toBe("\x1b[0;31mweb1\x1b[0;0m:\n    \x1b[0;32mno\x1b[0;0m");
  });

  test("pads continuation lines of a list element, and shows no line for empty text", () => {
    expect(show(nested, { a: ["x\ny"], b: "", c: [], d: {} })).toBe("a:\n    - x\n      y\nb:\nc:\nd:\n    ----------");
  });

  test("takes escapes out of text from minions", () => {
    expect(show(nested, { a: "\x1b[31mred" })).toBe("a:\n    ?[31mred");
    expect(show(nested, { a: "\x1b[31mred" }, { ...plain, stripColors: false })).toBe("a:\n    \x1b[31mred");
  });

  test("shows numbers as Python does", () => {
    const numbers: Value[] = [
      new Float(1),
      1,
      1e16,
      new Float(1e16),
      1e-5,
      0.1,
      2n ** 63n,
      Number.NaN,
      -Infinity,
      new Float(-0),
    ];
    expect(nested(numbers, plain, { retcode: 0 }).split("\n- ")).toEqual(
      "- 1.0|1|10000000000000000|1e+16|1e-05|0.1|9223372036854775808|nan|-inf|-0.0".split("|"),
    );
  });

  test("sorts by code point", () => {
    const keys = ["\u{10000}", "\uffee", "Z", "a"];
    expect(show(nested, Object.fromEntries(keys.map((key) => [key, ""])))).toBe("Z:\na:\n\uffee:\n\u{10000}:");
  });
});

describe("the small outputters", () => {
  const datetime = new Ext(78, new TextEncoder().encode("20240131T23:59:59.123456"));
  const bytes = new Uint8Array([0xff, 0x27, 0x0a]);
  const table: readonly [string, Outputter, unknown, string][] = [
    ["txt", txt, { web1: "l1\nl2" }, "web1: l1\nweb1: l2\n"],
    ["txt", txt, { web1: { os: "Debian" }, web2: true }, "web1: {'os': 'Debian'}\nweb2: True\n"],
    ["txt", txt, "text", "text\n"],
    [
      "raw",
      raw,
      { web1: true, web2: "it's", web3: [null, "\n"] },
      `{'web1': True, 'web2': "it's", 'web3': [None, '\\n']}`,
    ],
    [
      "raw",
      raw,
      new Map<Value, Value>([["web1", [bytes, datetime, new Float(1), 2n ** 64n - 1n]]]),
      `{'web1': [b"\\xff'\\n", datetime.datetime(2024, 1, 31, 23, 59, 59, 123456), 1.0, 18446744073709551615]}`,
    ],
    ["quiet", quiet, { web1: true }, ""],
    ["newline_values_only", newlineValuesOnly, { a: ["1", "2"], b: 3 }, "1\n2\n3"],
    ["json", json, { web2: true }, '{\n    "web2": true\n}'],
    ["json", json, { a: [], b: {}, c: "é\u2028" }, '{\n    "a": [],\n    "b": {},\n    "c": "é\u2028"\n}'],
    ["json", json, new Map<Value, Value>([["a", bytes]]), '{\n    "a": "b\\"\\\\xff\'\\\\n\\""\n}'],
    ["json", json, new Map<Value, Value>([[bytes, 1]]), "{}"],
    [
      "yaml",
      yaml,
      { web2: true, a: "20261123012504900020", b: "", c: ["x", "y"] },
      "a: '20261123012504900020'\nb: ''\nc:\n- x\n- y\nweb2: true",
    ],
    ["yaml", yaml, 5, "5"],
    ["pprint", pprint, { web1: { b: 1, a: [2] } }, "{'web1': {'a': [2], 'b': 1}}"],
  ];
  for (const [name, outputter, value, expected] of table) {
    test(`${name} shows ${raw(value instanceof Map ? value : fromJson(value as never), plain, { retcode: 0 })}`, () => {
      expect(show(outputter, value)).toBe(expected);
    });
  }

  test("json lays out by indentation", () => {
    const value = { b: [1], a: 2 };
    expect(show(json, value, { ...plain, indent: -1 })).toBe('{"b": [1], "a": 2}');
    expect(show(json, value, { ...plain, indent: null })).toBe('{"b": [1], "a": 2}');
    expect(show(json, value, { ...plain, indent: 2 })).toBe('{\n  "b": [\n    1\n  ],\n  "a": 2\n}');
    expect(show(json, value, { ...plain, indent: "pretty" })).toBe('{\n    "a": 2,\n    "b": [\n        1\n    ]\n}');
  });

  test("yaml writes binary, dates and long text as libyaml does", () => {
    const value = new Map<Value, Value>([
      ["bin", bytes],
      ["date", datetime],
      ["long", `${"word ".repeat(20)}end`],
      ["two", "a\nb"],
    ]);
    expect(show(yaml, value)).toBe(
      `bin: !!binary |
  /ycK
date: 2024-01-31 23:59:59.123456
long: ${"word ".repeat(15)}word
  word word word word end
two: 'a

  b'`,
    );
    expect(show(yaml, { a: { b: [1, "x: y"] } }, { ...plain, indent: -1 })).toBe("{a: {b: [1, 'x: y']}}");
  });

  test("no_return colours the text with its indentation", () => {
    expect(show(noReturn, { db1: "Minion\n\nx" }, colored)).toBe(
      "\x1b[0;36mdb1\x1b[0;0m:\n\x1b[0;31m    Minion\x1b[0;0m\n\x1b[0;31m    \x1b[0;0m\n\x1b[0;31m    x\x1b[0;0m\n",
    );
  });
});
