import { generateKeyPairSync } from "node:crypto";
import { encode } from "@salina/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Seal } from "./seal.js";

const keyOf = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const masterKey = keyOf();
const seal = new Seal(() => masterKey);

test("what is sealed is opened as it was, after a restart too, and does not stand there in the clear", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8 }), (record) => {
      const sealed = seal.seal(record);
      expect(Buffer.from(sealed).includes(Buffer.from(record))).toBe(false);
      expect(new Uint8Array(new Seal(() => masterKey).open(sealed) ?? [])).toEqual(record);
    }),
  );
  expect(seal.seal(Uint8Array.of(1))).not.toEqual(seal.seal(Uint8Array.of(1)));
});

test("under another master's key, or changed, it cannot be opened", () => {
  const sealed = seal.seal(encode(["secret"]));
  expect(new Seal(keyOf).open(sealed)).toBeNull();
  const changed = Uint8Array.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(seal.open(changed)).toBeNull();
  expect(seal.open(sealed.subarray(0, 9))).toBeNull();
});

test("records of before, which were not sealed, are read as they are", () => {
  const record = encode(new Map([["a", 1]]));
  expect(seal.open(record)).toBe(record);
});
