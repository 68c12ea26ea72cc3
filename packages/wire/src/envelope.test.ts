import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "./encode.js";
import { type EnvelopeLimits, eraOf, parseEnvelope } from "./envelope.js";
import { badLoad, loadNotADict, notMsgpack, refusalOf } from "./replies.js";
import { holds } from "./testing/random.js";
import { Float, type Value } from "./value.js";

const box = Uint8Array.from({ length: 80 }, (_, n) => 255 - n);
const fields = (more: Record<string, Value>): Uint8Array => encode(new Map<Value, Value>(Object.entries(more)));

function faultOf(frame: Uint8Array, limits?: EnvelopeLimits): string {
  const parsed = parseEnvelope(frame, limits);
  return parsed.ok ? "none" : parsed.fault.code;
}

test("a clear request is read with its era", () => {
  const load = new Map<Value, Value>([["cmd", "_auth"]]);
  expect(parseEnvelope(fields({ enc: "clear", load, version: 3 }))).toEqual({
    ok: true,
    value: { kind: "clear", era: 3, load },
  });
});

test("an encrypted request keeps its box to the byte and says what the minion wants", () => {
  const more = { enc: "aes", load: box, version: 3, id: "m1", enc_algo: "OAEP-SHA224", sig_algo: "PKCS1v15-SHA224" };
  expect(parseEnvelope(fields(more))).toEqual({
    ok: true,
    value: { kind: "aes", era: 3, id: "m1", box, encryption: "OAEP-SHA224", signature: "PKCS1v15-SHA224" },
  });
});

test("a box that happens to be UTF-8 is the same bytes", () => {
  const text = Uint8Array.from(Buffer.from("a box of text".repeat(8)));
  const parsed = parseEnvelope(fields({ enc: "aes", load: text }));
  expect(parsed.ok && parsed.value.kind === "aes" && parsed.value.box).toEqual(text);
});

test.each<[Value | undefined, number]>([
  [undefined, 0],
  [null, 0],
  [0, 0],
  [1, 0],
  [2, 2],
  [3, 3],
  [4, 3],
  [2n ** 63n, 3],
  [-1, 0],
  [2.5, 2],
  [new Float(3), 3],
  [Number.NaN, 0],
  ["2", 2],
  [" 3 ", 3],
  ["3x", 0],
  ["", 0],
  [true, 0],
  [new Map(), 0],
  [[3], 0],
])("version %s is era %i", (version, era) => {
  expect(eraOf(version)).toBe(era);
});

describe("what is no request", () => {
  const clear = { enc: "clear", load: new Map<Value, Value>([["cmd", "x"]]) };

  test.each<[string, Uint8Array, string]>([
    ["a text", encode("hello"), "not-an-envelope"],
    ["a list", encode(["enc", "load"]), "not-an-envelope"],
    ["an empty map", encode(new Map()), "not-an-envelope"],
    ["no load", fields({ enc: "aes" }), "not-an-envelope"],
    ["no enc", fields({ load: box }), "not-an-envelope"],
    ["enc of a reply", fields({ enc: "pub", load: box }), "not-an-envelope"],
    ["enc that is a map", fields({ enc: new Map(), load: box }), "not-an-envelope"],
    ["enc that is null", fields({ enc: null, load: box }), "not-an-envelope"],
    ["a clear load that is a text", fields({ enc: "clear", load: "x" }), "load-not-a-map"],
    ["a clear load that is a list", fields({ enc: "clear", load: [] }), "load-not-a-map"],
    ["an encrypted load that is a map", fields({ enc: "aes", load: new Map() }), "bad-field"],
    ["an encrypted load that is a number", fields({ enc: "aes", load: 5 }), "bad-field"],
    ["era 3 without an id", fields({ enc: "aes", load: box, version: 3 }), "bad-field"],
    ["an id with a path", fields({ enc: "aes", load: box, version: 3, id: "../m" }), "bad-field"],
    ["an id that is a list", fields({ enc: "aes", load: box, version: 3, id: ["m"] }), "bad-field"],
    ["an unknown encryption", fields({ enc: "aes", load: box, enc_algo: "none" }), "bad-field"],
    ["a signature algorithm that is a map", fields({ enc: "aes", load: box, sig_algo: new Map() }), "bad-field"],
    ["a second message behind it", Uint8Array.from([...fields(clear), 0xc0]), "trailing-bytes"],
    ["an extension Salt does not have", fields({ enc: "clear", load: new Map([["a", 1]]), x: null }), "none"],
  ])("%s is refused", (_, frame, code) => {
    expect(faultOf(frame)).toBe(code);
  });

  test("an unknown sender's load is small, an encrypted one may be large", () => {
    const load = new Map<Value, Value>([["cmd", "x".repeat(70_000)]]);
    expect(faultOf(fields({ enc: "clear", load }))).toBe("too-large");
    expect(faultOf(fields({ enc: "clear", load }), { maxClearBytes: 80_000 })).toBe("none");
    expect(faultOf(fields({ enc: "aes", load: new Uint8Array(2_000_000) }))).toBe("none");
    expect(faultOf(fields({ enc: "aes", load: new Uint8Array(2000) }), { maxBytes: 1000 })).toBe("too-large");
    const many = new Map<Value, Value>([["cmd", Array<Value>(20_000).fill(null)]]);
    expect(faultOf(fields({ enc: "clear", load: many }))).toBe("too-many-elements");
  });

  test("any fields of any type end in an envelope or a fault", () => {
    const any = fc.constantFrom<Value>(
      null,
      true,
      0,
      -1,
      2n ** 63n,
      1.5,
      new Float(1),
      "",
      "x",
      "aes",
      box,
      [],
      new Map(),
    );
    const names = fc.constantFrom("enc", "load", "version", "id", "enc_algo", "sig_algo", "__proto__");
    holds(
      fc.property(fc.dictionary(names, any), fc.constantFrom("aes", "clear"), (more, enc) => {
        return typeof parseEnvelope(fields({ enc, load: box, ...more })).ok === "boolean";
      }),
      300,
    );
  });
});

test("each fault has the answer stock gives", () => {
  const answer = (frame: Uint8Array): Uint8Array => {
    const parsed = parseEnvelope(frame);
    if (parsed.ok) throw new Error("not refused");
    return refusalOf(parsed.fault);
  };
  expect(answer(Uint8Array.from([0xc1]))).toEqual(notMsgpack());
  expect(answer(new Uint8Array())).toEqual(notMsgpack());
  expect(answer(encode("hello"))).toEqual(badLoad());
  expect(answer(fields({ enc: "aes", load: 5 }))).toEqual(badLoad());
  expect(answer(fields({ enc: "clear", load: 5 }))).toEqual(loadNotADict());
  expect(badLoad()).toEqual(encode("bad load"));
  expect(notMsgpack()).toEqual(encode(new Map([["msg", "bad load"]])));
});
