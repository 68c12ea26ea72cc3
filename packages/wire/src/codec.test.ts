import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode } from "./decode.js";
import { type Dialect, encode } from "./encode.js";
import type { DecodeLimits } from "./limits.js";
import type { WireFaultCode } from "./result.js";
import { sameValue } from "./same-value.js";
import { anyValue, holds } from "./testing/random.js";
import { Ext, Float, Spliced, type Value, type ValueMap } from "./value.js";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));

function faultOf(bytes: Uint8Array, limits?: DecodeLimits): WireFaultCode | "none" {
  const result = decode(bytes, limits);
  return result.ok ? "none" : result.fault.code;
}

const both: [string, Value, string][] = [
  ["nil", null, "c0"],
  ["false", false, "c2"],
  ["true", true, "c3"],
  ["0", 0, "00"],
  ["127", 127, "7f"],
  ["128", 128, "cc80"],
  ["255", 255, "ccff"],
  ["256", 256, "cd0100"],
  ["65535", 65535, "cdffff"],
  ["65536", 65536, "ce00010000"],
  ["2^32-1", 4294967295, "ceffffffff"],
  ["2^32", 4294967296, "cf0000000100000000"],
  ["2^53-1", Number.MAX_SAFE_INTEGER, "cf001fffffffffffff"],
  ["2^53", 2n ** 53n, "cf0020000000000000"],
  ["2^64-1", 2n ** 64n - 1n, "cfffffffffffffffff"],
  ["-1", -1, "ff"],
  ["-32", -32, "e0"],
  ["-33", -33, "d0df"],
  ["-128", -128, "d080"],
  ["-129", -129, "d1ff7f"],
  ["-32768", -32768, "d18000"],
  ["-32769", -32769, "d2ffff7fff"],
  ["-2^31", -2147483648, "d280000000"],
  ["-2^31-1", -2147483649, "d3ffffffff7fffffff"],
  ["-2^63", -(2n ** 63n), "d38000000000000000"],
  ["1.5", 1.5, "cb3ff8000000000000"],
  ["1.0", new Float(1), "cb3ff0000000000000"],
  ["-0.0", new Float(-0), "cb8000000000000000"],
  ["1e300", new Float(1e300), "cb7e37e43c8800759c"],
  ["infinity", Number.POSITIVE_INFINITY, "cb7ff0000000000000"],
  ["not a number", Number.NaN, "cb7ff8000000000000"],
  ["empty text", "", "a0"],
  ["text", "ä", "a2c3a4"],
  ["empty list", [], "90"],
  ["list", [1, "a"], "9201a161"],
  ["map", new Map<Value, Value>([["a", 1]]), "81a16101"],
  ["extension of one byte", new Ext(78, raw("aa")), "d44eaa"],
  ["extension of three bytes", new Ext(-1, raw("aabbcc")), "c703ffaabbcc"],
  ["empty extension", new Ext(0, raw("")), "c70000"],
  ["extension of sixteen bytes", new Ext(79, new Uint8Array(16)), `d84f${"00".repeat(16)}`],
];

describe.each<Dialect>(["network", "local"])("in the %s dialect", (dialect) => {
  test.each(both)("%s has one form and comes back", (_, value, packed) => {
    expect(hex(encode(value, dialect))).toBe(packed);
    const decoded = decode(raw(packed));
    expect(decoded.ok && sameValue(decoded.value, value)).toBe(true);
  });

  test.each([15, 16, 65535, 65536])("lists and maps of %i entries come back", (size) => {
    const list = Array.from({ length: size }, (_, n) => n);
    const map: ValueMap = new Map(list.map((n) => [n, null]));
    for (const value of [list, map]) {
      const decoded = decode(encode(value, dialect));
      expect(decoded.ok && sameValue(decoded.value, value)).toBe(true);
    }
  });

  test("integers beyond 64 bits become decimal text", () => {
    expect(decode(encode(2n ** 64n, dialect))).toEqual({ ok: true, value: "18446744073709551616" });
    expect(decode(encode(-(2n ** 63n) - 1n, dialect))).toEqual({ ok: true, value: "-9223372036854775809" });
  });

  test("any value comes back", () => {
    const bytes = true;
    holds(
      fc.property(anyValue({ bytes }), (value) => {
        const decoded = decode(encode(value, dialect), { maxDepth: 100 });
        return decoded.ok && sameValue(decoded.value, value);
      }),
      600,
    );
  });
});

describe("strings", () => {
  const head = (bytes: Uint8Array): string => hex(bytes.subarray(0, 5));

  test("on the network neither str8 nor bin is used", () => {
    expect(head(encode("a".repeat(31)))).toBe("bf61616161");
    expect(head(encode("a".repeat(32)))).toBe("da00206161");
    expect(head(encode("a".repeat(255)))).toBe("da00ff6161");
    expect(head(encode("a".repeat(65535)))).toBe("daffff6161");
    expect(head(encode("a".repeat(65536)))).toBe("db00010000");
    expect(head(encode(new Uint8Array(3)))).toBe("a3000000");
    expect(head(encode(new Uint8Array(200)))).toBe("da00c80000");
  });

  test("in files str8 and bin are used", () => {
    expect(head(encode("a".repeat(31), "local"))).toBe("bf61616161");
    expect(head(encode("a".repeat(32), "local"))).toBe("d920616161");
    expect(head(encode("a".repeat(256), "local"))).toBe("da01006161");
    expect(head(encode(new Uint8Array(3), "local"))).toBe("c403000000");
    expect(head(encode(new Uint8Array(256), "local"))).toBe("c501000000");
    expect(head(encode(new Uint8Array(65536), "local"))).toBe("c600010000");
  });

  test.each([1, 255, 256, 5000])("raw bytes of %i that are not UTF-8 stay bytes, whatever their length", (size) => {
    const bytes = new Uint8Array(size).fill(0x61);
    bytes[size - 1] = 0xff;
    expect(decode(encode(bytes))).toEqual({ ok: true, value: bytes });
  });

  test("a replacement character that was sent is text", () => {
    expect(decode(encode("a�b"))).toEqual({ ok: true, value: "a�b" });
    expect(decode(encode("�".repeat(200)))).toEqual({ ok: true, value: "�".repeat(200) });
  });

  test("a byte order mark is kept, encoded surrogates are bytes", () => {
    expect(decode(encode("\ufeffa"))).toEqual({ ok: true, value: "\ufeffa" });
    expect(decode(raw("a3eda080"))).toEqual({ ok: true, value: raw("eda080") });
  });

  test("bin is bytes even when it is UTF-8, and strings can be asked for as bytes", () => {
    expect(decode(raw("c40161"))).toEqual({ ok: true, value: raw("61") });
    expect(decode(raw("81a161a162"), { strings: "bytes" })).toEqual({ ok: true, value: new Map([["a", raw("62")]]) });
  });

  test("lone surrogates are sent as the replacement character", () => {
    expect(hex(encode("\ud800"))).toBe("a3efbfbd");
  });
});

describe("hostile bytes", () => {
  test.each<[string, string, WireFaultCode]>([
    ["nothing", "", "truncated"],
    ["the byte that starts no value", "c1", "bad-type"],
    ["a list that announces 4 G entries", "ddffffffff", "truncated"],
    ["a map that announces 4 G entries", "dfffffffff", "truncated"],
    ["a string that announces 4 G bytes", "dbffffffff", "truncated"],
    ["a bin that announces 4 G bytes", "c6ffffffff", "truncated"],
    ["an extension that announces 4 G bytes", "c9ffffffff4e", "truncated"],
    ["an extension without its type", "c700", "truncated"],
    ["half an integer", "cf00", "truncated"],
    ["half a float", "cb00", "truncated"],
    ["a list as a key", "819000", "bad-key"],
    ["a map as a key", "818000", "bad-key"],
    ["a text key twice", "82a16101a16102", "duplicate-key"],
    ["a bytes key twice", "82a1ff01a1ff02", "duplicate-key"],
    ["a float key twice", "82cb3ff000000000000001cb3ff000000000000002", "duplicate-key"],
    ["an integer key twice in two forms", "820101cc0102", "duplicate-key"],
    ["__proto__ twice", "82a95f5f70726f746f5f5f01a95f5f70726f746f5f5f02", "duplicate-key"],
    ["a second value", "c0c0", "trailing-bytes"],
  ])("%s is refused", (_, packed, code) => {
    expect(faultOf(raw(packed))).toBe(code);
  });

  test("keys that only look alike are two keys", () => {
    const decoded = decode(raw("84 01 00 a131 00 cb3ff0000000000000 00 c3 00"));
    expect(decoded.ok && decoded.value).toHaveProperty("size", 4);
  });

  test("of a key that comes twice the last value can be asked for", () => {
    const decoded = decode(raw("83a1ff01a16103a1ff02"), { duplicateKeys: "last" });
    const expected: ValueMap = new Map<Value, Value>([
      [raw("ff"), 2],
      ["a", 3],
    ]);
    expect(decoded.ok && sameValue(decoded.value, expected)).toBe(true);
  });

  test("the limits are exact", () => {
    const nested = (depth: number): Uint8Array => Uint8Array.from([...Array<number>(depth).fill(0x91), 0xc0]);
    expect(faultOf(nested(64))).toBe("none");
    expect(faultOf(nested(65))).toBe("too-deep");
    expect(faultOf(nested(512), { maxDepth: 100_000 })).toBe("none");
    expect(faultOf(nested(513), { maxDepth: 100_000 })).toBe("too-deep");
    const list = encode([1, 2, 3]);
    expect(faultOf(list, { maxElements: 4 })).toBe("none");
    expect(faultOf(list, { maxElements: 3 })).toBe("too-many-elements");
    expect(faultOf(list, { maxContainer: 3 })).toBe("none");
    expect(faultOf(list, { maxContainer: 2 })).toBe("too-many-elements");
    expect(faultOf(list, { maxBytes: 4 })).toBe("none");
    expect(faultOf(list, { maxBytes: 3 })).toBe("too-large");
    expect(faultOf(raw("c0ffff"), { allowTrailing: true })).toBe("none");
    expect(faultOf(raw("d44eaa"), { extTypes: [78] })).toBe("none");
    expect(faultOf(raw("d400aa"), { extTypes: [78] })).toBe("bad-ext");
  });

  test("keys named like parts of objects are plain keys", () => {
    const keys = ["__proto__", "constructor", "prototype", "then", "hasOwnProperty"];
    const decoded = decode(encode(new Map<Value, Value>(keys.map((key) => [key, "polluted"]))));
    expect(decoded.ok && decoded.value instanceof Map && [...decoded.value.keys()]).toEqual(keys);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("any bytes end in a value or a fault", () => {
    // Heads of containers and sizes much more often than chance would have them.
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0xc0, max: 0xdf }), fc.constant(0x81));
    holds(
      fc.property(fc.array(byte, { maxLength: 200 }), (bytes) => {
        const result = decode(Uint8Array.from(bytes), { allowTrailing: true });
        if (!result.ok) return result.fault.text.length > 0;
        const again = decode(encode(result.value, "local"));
        return again.ok && sameValue(again.value, result.value);
      }),
      600,
    );
  });
});

describe("encoding", () => {
  test("spliced bytes go in as they are", () => {
    const packed = encode([1, 2]);
    const fields = new Map<Value, Spliced | number>([
      ["a", new Spliced(packed)],
      ["b", 1],
    ]);
    expect(hex(encode(fields))).toBe(`82a161${hex(packed)}a16201`);
    expect(hex(encode(new Spliced(packed)))).toBe(hex(packed));
  });

  test("plain numbers that are integral are integers as long as 64 bits hold them", () => {
    expect(hex(encode(-0))).toBe("00");
    expect(hex(encode(2 ** 60))).toBe("cf1000000000000000");
    expect(hex(encode(2 ** 64))).toBe("cb43f0000000000000");
  });

  test.each([
    ["undefined", undefined],
    ["a function", () => 0],
    ["a symbol", Symbol("a")],
    ["a plain object", { a: 1 }],
    ["a date", new Date(0)],
    ["undefined in a list", [undefined]],
    ["a hole in a list", Array<Value>(1)],
    ["undefined in a map", new Map([["a", undefined]])],
  ])("%s is an error of the caller", (_, value) => {
    expect(() => encode(value as Value)).toThrow(TypeError);
  });

  test("a list that holds itself is an error, not an endless loop", () => {
    const list: Value[] = [];
    list.push(list);
    expect(() => encode(list)).toThrow(TypeError);
  });

  test("bytes of a larger buffer are taken from its window", () => {
    const window = new Uint8Array(raw("0001020304").buffer, 1, 2);
    expect(hex(encode(window))).toBe("a20102");
    expect(decode(new Uint8Array(raw("ff9101ff").buffer, 1, 2))).toEqual({ ok: true, value: [1] });
  });
});
