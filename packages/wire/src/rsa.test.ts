import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parsePrivateKey } from "./pem.js";
import {
  type EncryptionAlgorithm,
  isEncryptionAlgorithm,
  isSignatureAlgorithm,
  modulusBytes,
  oaepCapacity,
  oaepDecrypt,
  oaepEncrypt,
  type SignatureAlgorithm,
  signPkcs1,
  signPkcs1Async,
  verifyPkcs1,
} from "./rsa.js";
import { keyText } from "./testing/vectors.js";
import { x931Recover, x931Sign } from "./x931.js";

function privateKey(name: string): ReturnType<typeof createPublicKey> {
  const parsed = parsePrivateKey(keyText(name));
  if (!parsed.ok) throw new Error(parsed.fault.text);
  return parsed.value;
}

const master = privateKey("master.pem");
const masterPub = createPublicKey(master);
const other = createPublicKey(privateKey("minion3006.pem"));
const small = generateKeyPairSync("rsa", { modulusLength: 1024 });
const plain = Buffer.from("A".repeat(76));

describe.each<EncryptionAlgorithm>(["OAEP-SHA1", "OAEP-SHA224"])("%s", (algorithm) => {
  test("takes a session key there and back, up to its capacity", () => {
    expect(oaepDecrypt(master, oaepEncrypt(masterPub, plain, algorithm), algorithm)).toEqual({
      ok: true,
      value: Uint8Array.from(plain),
    });
    const most = new Uint8Array(oaepCapacity(masterPub, algorithm));
    expect(oaepDecrypt(master, oaepEncrypt(masterPub, most, algorithm), algorithm)).toEqual({ ok: true, value: most });
    expect(() => oaepEncrypt(masterPub, new Uint8Array(most.length + 1), algorithm)).toThrow(RangeError);
  });

  test("a ciphertext of the other hash, another key, or of any length is one and the same fault", () => {
    const otherAlgorithm = algorithm === "OAEP-SHA1" ? "OAEP-SHA224" : "OAEP-SHA1";
    const box = oaepEncrypt(masterPub, plain, algorithm);
    const fault = { ok: false, fault: { code: "bad-padding", text: "not encrypted for this key" } };
    expect(oaepDecrypt(master, box, otherAlgorithm)).toEqual(fault);
    expect(oaepDecrypt(master, oaepEncrypt(other, plain, algorithm), algorithm)).toEqual(fault);
    for (const size of [0, 1, 255, 257, 5000]) {
      expect(oaepDecrypt(master, new Uint8Array(size), algorithm)).toEqual(fault);
    }
  });
});

test("a 1024-bit key has no room for a session key under OAEP-SHA224", () => {
  expect(oaepCapacity(small.publicKey, "OAEP-SHA1")).toBe(86);
  expect(oaepCapacity(small.publicKey, "OAEP-SHA224")).toBe(70);
});

describe.each<SignatureAlgorithm>(["PKCS1v15-SHA1", "PKCS1v15-SHA224"])("%s", (algorithm) => {
  const data = Buffer.from("data");

  test("a signature verifies, and is the same from the thread pool", async () => {
    const signature = signPkcs1(master, data, algorithm);
    expect(signature).toHaveLength(modulusBytes(masterPub));
    expect(verifyPkcs1(masterPub, data, signature, algorithm)).toBe(true);
    expect(await signPkcs1Async(master, data, algorithm)).toEqual(signature);
  });

  test("other data, another key, the other hash and odd lengths do not verify", () => {
    const signature = signPkcs1(master, data, algorithm);
    const otherAlgorithm = algorithm === "PKCS1v15-SHA1" ? "PKCS1v15-SHA224" : "PKCS1v15-SHA1";
    expect(verifyPkcs1(masterPub, Buffer.from("date"), signature, algorithm)).toBe(false);
    expect(verifyPkcs1(other, data, signature, algorithm)).toBe(false);
    expect(verifyPkcs1(masterPub, data, signature, otherAlgorithm)).toBe(false);
    for (const size of [0, 255, 257]) expect(verifyPkcs1(masterPub, data, new Uint8Array(size), algorithm)).toBe(false);
  });

  test("a key that cannot sign rejects", async () => {
    await expect(signPkcs1Async(masterPub, data, algorithm)).rejects.toThrow();
  });
});

test("only the two names of each kind are algorithms", () => {
  for (const name of ["OAEP-SHA256", "oaep-sha1", "", null, 1, "__proto__", "PKCS1v15-SHA256"]) {
    expect(isEncryptionAlgorithm(name)).toBe(false);
    expect(isSignatureAlgorithm(name)).toBe(false);
  }
});

describe("X9.31", () => {
  const salt = Uint8Array.from(Buffer.from("salt"));

  test.each([1024, 1536, 2048, 3072])("messages of all lengths come back with a key of %i bits", (bits) => {
    const pair = generateKeyPairSync("rsa", { modulusLength: bits });
    const most = bits / 8 - 2;
    for (const size of [0, 1, 4, 64, most - 1, most]) {
      const message = new Uint8Array(size).fill(0xbb);
      const signature = x931Sign(pair.privateKey, message);
      expect(signature).toHaveLength(bits / 8);
      expect(x931Recover(pair.publicKey, signature)).toEqual({ ok: true, value: message });
    }
    expect(() => x931Sign(pair.privateKey, new Uint8Array(most + 1))).toThrow(RangeError);
  });

  test("many messages come back, whichever of s and n - s was sent", () => {
    for (let n = 0; n < 40; n++) {
      const message = Uint8Array.from(Buffer.from(`message ${n}`));
      expect(x931Recover(small.publicKey, x931Sign(small.privateKey, message))).toEqual({ ok: true, value: message });
    }
  });

  test("another key, an altered or an odd signature is refused", () => {
    const fault = { ok: false, fault: { code: "bad-signature" } };
    const signature = x931Sign(master, salt);
    expect(x931Recover(other, signature)).toMatchObject(fault);
    for (const at of [0, 100, 255]) {
      const altered = Uint8Array.from(signature);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(x931Recover(masterPub, altered)).toMatchObject(fault);
    }
    for (const size of [0, 1, 255, 257, 10_000]) {
      expect(x931Recover(masterPub, new Uint8Array(size))).toMatchObject(fault);
      expect(x931Recover(masterPub, new Uint8Array(size).fill(0xff))).toMatchObject(fault);
    }
    expect(x931Recover(masterPub, new Uint8Array(256))).toMatchObject(fault);
  });
});
