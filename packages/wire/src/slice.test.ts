import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import { packedLength, sliceMap } from "./slice.js";
import { anyValue, holds } from "./testing/random.js";
import { Ext, Spliced, type Value } from "./value.js";

const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

test("slices of a map are the packed values, in their order", () => {
  // A float and an integer in a longer form than needed: what decoding and packing again would change.
  const sliced = sliceMap(raw("83a16acd0001a172ca3f800000a16690"));
  expect(sliced.ok && [...sliced.value]).toEqual([
    ["j", raw("cd0001")],
    ["r", raw("ca3f800000")],
    ["f", raw("90")],
  ]);
});

test("keys that are not text are passed over", () => {
  const fields = new Map<Value, Value>([
    [1, 1],
    [raw("ff"), 2],
    [null, 3],
    [new Ext(78, raw("aabb")), 4],
    ["a", 5],
  ]);
  for (const dialect of ["network", "local"] as const) {
    const sliced = sliceMap(encode(fields, dialect));
    expect(sliced.ok && [...sliced.value]).toEqual([["a", raw("05")]]);
  }
});

test.each([
  ["90", "not-a-map"],
  ["c0", "not-a-map"],
  ["", "truncated"],
  ["81a161", "truncated"],
  ["81a16191", "truncated"],
  ["81a1618190c0", "bad-key"],
  ["8190c0", "bad-key"],
  ["82a16101a16101", "duplicate-key"],
  ["81a1619191c0c0", "trailing-bytes"],
])("%s is refused as %s", (packed, code) => {
  expect(sliceMap(raw(packed))).toMatchObject({ ok: false, fault: { code } });
});

test("nesting and number of values are limited as in decoding", () => {
  const deep = raw(`81a161${"91".repeat(64)}c0`);
  expect(sliceMap(deep)).toMatchObject({ ok: false, fault: { code: "too-deep" } });
  expect(sliceMap(encode(new Map([["a", [1, 2, 3]]])), { maxElements: 5 })).toMatchObject({
    ok: false,
    fault: { code: "too-many-elements" },
  });
});

test("slices put together again are the message", () => {
  const entries = fc.uniqueArray(fc.tuple(fc.string({ maxLength: 9 }), anyValue({ bytes: true })), {
    selector: ([key]) => key,
    maxLength: 8,
  });
  holds(
    fc.property(entries, (chosen) => {
      const packed = encode(new Map<Value, Value>(chosen));
      const sliced = sliceMap(packed, { maxDepth: 100 });
      if (!sliced.ok) return false;
      const again = encode(new Map([...sliced.value].map(([key, slice]) => [key, new Spliced(slice)])));
      return Buffer.compare(again, packed) === 0;
    }),
    600,
  );
});

test("passing over a value agrees with decoding it, on any bytes", () => {
  const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0xc0, max: 0xdf }), fc.constant(0x81));
  holds(
    fc.property(fc.array(byte, { maxLength: 100 }), (bytes) => {
      const packed = Uint8Array.from(bytes);
      const length = packedLength(packed);
      const decoded = decode(packed, { allowTrailing: true, duplicateKeys: "last" });
      if (!length.ok) return !decoded.ok;
      return decoded.ok && decode(packed.subarray(0, length.value), { duplicateKeys: "last" }).ok;
    }),
    600,
  );
});
