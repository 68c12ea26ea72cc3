import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromJson, type Json, toJson } from "./json.js";
import { pythonBytes, pythonFloat, pythonText } from "./python-text.js";
import { sameValue } from "./same-value.js";
import { anyValue, holds } from "./testing/random.js";
import {
  bool,
  bytes,
  Ext,
  Float,
  integer,
  isMap,
  list,
  map,
  text,
  toValue,
  type Value,
  type ValueMap,
} from "./value.js";

const written = (value: Value): string => JSON.stringify(toJson(value));
const utf8 = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value));

describe("to JSON", () => {
  test.each<[string, Value, string]>([
    ["a float", new Float(1), "1"],
    ["an integer up to 2^53", 2 ** 53 - 1, "9007199254740991"],
    ["an integer beyond 2^53", 2n ** 53n, '"9007199254740992"'],
    ["not a number", Number.NaN, '"NaN"'],
    ["minus infinity", Number.NEGATIVE_INFINITY, '"-Infinity"'],
    ["bytes", Uint8Array.from([0xff, 0x00]), '{"$base64":"/wA="}'],
    ["a date", new Ext(78, utf8("20240131T23:59:59.123456")), '"2024-01-31T23:59:59.123456"'],
    ["a date that is none", new Ext(78, utf8("soon")), '{"$ext":78,"$base64":"c29vbg=="}'],
    ["a constant", new Ext(79, utf8("a")), '{"$ext":79,"$base64":"YQ=="}'],
    ["a list", [null, true, "a"], '[null,true,"a"]'],
  ])("%s", (_, value, json) => {
    expect(written(value)).toBe(json);
  });

  test("keys become the text Python gives them", () => {
    const keys: Value[] = [null, true, 1, new Float(1), 1.5, 2n ** 64n - 1n, Uint8Array.from([0xff]), "text"];
    const value: ValueMap = new Map(keys.map((key) => [key, 0]));
    expect(Object.keys(toJson(value) as object).sort()).toEqual(
      ["None", "True", "1", "1.0", "1.5", "18446744073709551615", "b'\\xff'", "text"].sort(),
    );
  });

  test("keys named like parts of objects survive as data, and nothing is polluted", () => {
    const value: ValueMap = new Map<Value, Value>([
      ["__proto__", new Map([["polluted", true]])],
      ["constructor", 1],
      ["then", 2],
    ]);
    expect(written(value)).toBe('{"__proto__":{"polluted":true},"constructor":1,"then":2}');
    expect(sameValue(fromJson(JSON.parse(written(value))), value)).toBe(true);
    expect((Object.create(null) as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("any value can be written and read again", () => {
    holds(
      fc.property(anyValue({ bytes: true }), (value) => {
        const json: Json = JSON.parse(written(value));
        return sameValue(fromJson(JSON.parse(written(fromJson(json)))), fromJson(json));
      }),
      500,
    );
  });
});

describe("from JSON", () => {
  test("integral numbers are integers and bytes come back", () => {
    expect(fromJson(JSON.parse('{"a":1.0,"b":{"$base64":"/wA="},"c":[1.5,null]}'))).toEqual(
      new Map<Value, Value>([
        ["a", 1],
        ["b", Uint8Array.from([0xff, 0])],
        ["c", [1.5, null]],
      ]),
    );
  });

  test("what only resembles bytes stays a map", () => {
    for (const json of [{ $base64: "no base64!" }, { $base64: 5 }, { $base64: "/wA=", more: 1 }]) {
      expect(isMap(fromJson(json))).toBe(true);
    }
  });

  test("what JSON cannot hold is an error of the caller", () => {
    expect(() => fromJson(undefined)).toThrow(TypeError);
    expect(() => fromJson([() => 0])).toThrow(TypeError);
  });
});

describe("plain data", () => {
  test("becomes a value", () => {
    expect(toValue({ a: [1, undefined, { b: null }], c: undefined, d: new Map([[1, new Uint8Array(1)]]) })).toEqual(
      new Map<Value, Value>([
        ["a", [1, null, new Map([["b", null]])]],
        ["d", new Map([[1, new Uint8Array(1)]])],
      ]),
    );
    expect(toValue(undefined)).toBeNull();
    expect(toValue(new Float(1))).toEqual(new Float(1));
  });

  test("of other classes has no value", () => {
    for (const other of [new Date(0), new Set(), () => 0, Symbol("a"), /a/])
      expect(() => toValue(other)).toThrow(TypeError);
  });
});

test("fields of a map are read by type, and never from a prototype", () => {
  const from: ValueMap = new Map<Value, Value>([
    ["text", "ä"],
    ["integer", 5],
    ["float", new Float(5)],
    ["bytes", Uint8Array.from([0xff])],
    ["map", new Map()],
    ["list", []],
    ["bool", false],
  ]);
  const all = (key: string): unknown[] => [
    text(from, key),
    integer(from, key),
    bytes(from, key),
    map(from, key),
    list(from, key),
    bool(from, key),
  ];
  const none = undefined;
  expect(all("text")).toEqual(["ä", none, utf8("ä"), none, none, none]);
  expect(all("integer")).toEqual([none, 5, none, none, none, none]);
  expect(all("float")).toEqual([none, none, none, none, none, none]);
  expect(all("bytes")).toEqual([none, none, Uint8Array.from([0xff]), none, none, none]);
  expect(all("map")).toEqual([none, none, none, new Map(), none, none]);
  expect(all("list")).toEqual([none, none, none, none, [], none]);
  expect(all("bool")).toEqual([none, none, none, none, none, false]);
  for (const key of ["missing", "__proto__", "toString"])
    expect(all(key)).toEqual([none, none, none, none, none, none]);
});

describe("Python's text", () => {
  test.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [1, "1.0"],
    [0.1, "0.1"],
    [-1.5, "-1.5"],
    [0.0001, "0.0001"],
    [0.00012, "0.00012"],
    [0.00001, "1e-05"],
    [1.5e-7, "1.5e-07"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [1.25e22, "1.25e+22"],
    [1e300, "1e+300"],
    [Number.NaN, "nan"],
    [Number.NEGATIVE_INFINITY, "-inf"],
  ])("of the float %d is %s", (value, expected) => {
    expect(pythonFloat(value)).toBe(expected);
  });

  test("of bytes has its quotes and escapes", () => {
    expect(pythonBytes(utf8("a\n\t\\\0é"))).toBe("b'a\\n\\t\\\\\\x00\\xc3\\xa9'");
    expect(pythonBytes(utf8("it's"))).toBe(`b"it's"`);
    expect(pythonBytes(utf8(`it's "x"`))).toBe(`b'it\\'s "x"'`);
  });

  test("of integers and truth", () => {
    expect([pythonText(5), pythonText(2n ** 64n), pythonText(true), pythonText(false), pythonText(null)]).toEqual([
      "5",
      "18446744073709551616",
      "True",
      "False",
      "None",
    ]);
  });
});
