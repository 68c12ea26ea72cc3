import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Crypticle, isKeyString, newKeyString } from "./crypticle.js";
import { isNonce, openLoad, sealLoad } from "./load.js";
import { holds } from "./testing/random.js";

const NONCE = "0123456789abcdef0123456789abcdef";
const keyString = Buffer.from(Array.from({ length: 56 }, (_, n) => n)).toString("base64");
const crypticle = new Crypticle(keyString);

describe("keys", () => {
  test("a new key string is 56 bytes of base64 and differs each time", () => {
    expect(Buffer.from(newKeyString(), "base64")).toHaveLength(56);
    expect(isKeyString(newKeyString())).toBe(true);
    expect(newKeyString()).not.toBe(newKeyString());
  });

  test.each(["", "AAAA", `${keyString}AAAA`, keyString.replace("=", "A"), keyString.replace("A", "-")])(
    "%j is no key string",
    (text) => {
      expect(() => new Crypticle(text)).toThrow(RangeError);
    },
  );

  test("the line end of a key file does not matter", () => {
    expect(crypticle.open(new Crypticle(`${keyString}\n`).seal(Buffer.from("a")))).toMatchObject({ ok: true });
  });
});

describe("boxes", () => {
  test("what is sealed opens again, at every length around the block size", () => {
    for (let size = 0; size < 50; size++) {
      const plain = new Uint8Array(size).fill(size);
      expect(crypticle.open(crypticle.seal(plain))).toEqual({ ok: true, value: plain });
    }
  });

  test("the same text never gives the same box", () => {
    expect(crypticle.seal(new Uint8Array(3))).not.toEqual(crypticle.seal(new Uint8Array(3)));
  });

  test("every flipped bit and every other key is noticed before anything is decrypted", () => {
    const box = crypticle.seal(Buffer.from("a secret"));
    for (let bit = 0; bit < box.length * 8; bit++) {
      const altered = Uint8Array.from(box);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(crypticle.open(altered)).toMatchObject({ ok: false, fault: { code: "hmac-mismatch" } });
    }
    expect(new Crypticle(newKeyString()).open(box)).toMatchObject({ ok: false, fault: { code: "hmac-mismatch" } });
  });

  test("any bytes end in a fault", () => {
    holds(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const opened = crypticle.open(bytes);
        return !opened.ok && opened.fault.code === (bytes.length < 64 ? "too-short" : "hmac-mismatch");
      }),
      500,
    );
  });
});

describe("loads", () => {
  const packed = Uint8Array.from([0x81, 0xa1, 0x61, 0x01]);

  test("a load comes back, with and without a nonce", () => {
    expect(openLoad(crypticle, sealLoad(crypticle, packed))).toEqual({ ok: true, value: { packed } });
    expect(openLoad(crypticle, sealLoad(crypticle, packed, NONCE), NONCE)).toEqual({ ok: true, value: { packed } });
  });

  test("another nonce, or none, is refused", () => {
    const fault = { ok: false, fault: { code: "nonce-mismatch" } };
    expect(openLoad(crypticle, sealLoad(crypticle, packed, "f".repeat(32)), NONCE)).toMatchObject(fault);
    expect(openLoad(crypticle, sealLoad(crypticle, packed), NONCE)).toMatchObject(fault);
  });

  test("a box without the prefix holds no load", () => {
    const box = crypticle.seal(Buffer.from("pickle:"));
    expect(openLoad(crypticle, box)).toMatchObject({ ok: false, fault: { code: "not-a-load" } });
  });

  test.each(["", "abc", NONCE.toUpperCase(), `${NONCE}0`, 5, null])("%j is no nonce", (nonce) => {
    expect(isNonce(nonce)).toBe(false);
  });

  test("sealing with what is no nonce is an error of the caller", () => {
    expect(() => sealLoad(crypticle, packed, "abc")).toThrow(RangeError);
  });
});
