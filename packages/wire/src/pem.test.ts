import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { cleanPem, fingerprint, parsePrivateKey, parsePublicKey } from "./pem.js";
import { keyText } from "./testing/vectors.js";

const spki = keyText("master.pub");
const pkcs1 = createPublicKey(spki).export({ type: "pkcs1", format: "pem" }).toString();
const body = (pem: string): string => pem.trim().split("\n").slice(1, -1).join("\n");
const asPem = (label: string, content: string): string =>
  `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
const der = (key: ReturnType<typeof createPublicKey>): string =>
  key.export({ type: "spki", format: "der" }).toString("hex");

function jwkPem(n: Buffer, e: Buffer): string {
  const jwk = { kty: "RSA", n: n.toString("base64url"), e: e.toString("base64url") };
  return createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" }).toString();
}

const modulus = Buffer.from(createPublicKey(spki).export({ format: "jwk" }).n ?? "", "base64url");

describe("public keys", () => {
  test.each([
    ["SPKI", spki],
    ["PKCS#1", pkcs1],
    ["SPKI under the header of PKCS#1", asPem("RSA PUBLIC KEY", body(spki))],
    ["PKCS#1 under the header of SPKI", asPem("PUBLIC KEY", body(pkcs1))],
    ["with CRLF and space around", `\r\n ${spki.replaceAll("\n", "\r\n")} \n`],
  ])("%s is read as the same key", (_, pem) => {
    const parsed = parsePublicKey(pem);
    expect(parsed.ok && der(parsed.value)).toBe(der(createPublicKey(spki)));
  });

  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" })
    .publicKey.export({ type: "spki", format: "pem" })
    .toString();
  const pss = generateKeyPairSync("rsa-pss", { modulusLength: 1024 })
    .publicKey.export({ type: "spki", format: "pem" })
    .toString();
  const tiny = generateKeyPairSync("rsa", { modulusLength: 512 })
    .publicKey.export({ type: "spki", format: "pem" })
    .toString();
  const even = Buffer.from(modulus);
  even[even.length - 1] = (even.at(-1) ?? 0) & 0xfe;

  test.each([
    ["nothing", ""],
    ["words", "no key"],
    ["a private key", keyText("master.pem")],
    ["an elliptic curve", ec],
    ["RSA-PSS", pss],
    ["512 bits", tiny],
    ["24576 bits", jwkPem(Buffer.alloc(3072, 0xff), Buffer.from([1, 0, 1]))],
    ["exponent 1", jwkPem(modulus, Buffer.from([1]))],
    ["an even exponent", jwkPem(modulus, Buffer.from([2]))],
    ["an exponent of 65 bits", jwkPem(modulus, Buffer.from("010000000000000001", "hex"))],
    ["an even modulus", jwkPem(even, Buffer.from([1, 0, 1]))],
    ["half a key", asPem("PUBLIC KEY", body(spki).slice(0, 100))],
    ["two keys", spki + spki],
    ["a key and more", `${spki}\nmore`],
    ["a megabyte", `${spki}${" ".repeat(1_000_000)}`],
  ])("%s is refused", (_, pem) => {
    expect(parsePublicKey(pem).ok).toBe(false);
  });
});

describe("private keys", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const encrypted = privateKey
    .export({ type: "pkcs1", format: "pem", cipher: "aes-128-cbc", passphrase: "pass" })
    .toString();

  test("PKCS#1, PKCS#8 and encrypted keys are read", () => {
    for (const type of ["pkcs1", "pkcs8"] as const) {
      expect(parsePrivateKey(privateKey.export({ type, format: "pem" }).toString()).ok).toBe(true);
    }
    expect(parsePrivateKey(encrypted, "pass").ok).toBe(true);
  });

  test("a missing or wrong passphrase and public keys are refused", () => {
    expect(parsePrivateKey(encrypted).ok).toBe(false);
    expect(parsePrivateKey(encrypted, "wrong").ok).toBe(false);
    expect(parsePrivateKey(spki).ok).toBe(false);
    expect(parsePrivateKey("").ok).toBe(false);
  });
});

describe("text of keys", () => {
  test("is cleaned of line ends and space around it", () => {
    expect(cleanPem(" \r\na\r\nb\rc\n\n")).toBe("a\nb\nc");
    expect(cleanPem(spki)).toBe(spki.trimEnd());
  });

  test("the fingerprint does not depend on line ends, blank lines and a missing last line end", () => {
    const lines = spki.split("\n").slice(1, -2).join("\n");
    const digest = createHash("sha256").update(`${lines}\n`).digest("hex");
    const expected = digest.replace(/(..)(?!$)/g, "$1:");
    expect(fingerprint(spki, "sha256")).toBe(expected);
    for (const variant of [spki.trimEnd(), spki.replaceAll("\n", "\r\n"), `\n\n${spki}\n  \n`]) {
      expect(fingerprint(variant, "sha256")).toBe(expected);
    }
    expect(fingerprint(spki, "md5")).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
  });

  test("text without a body has the fingerprint of nothing", () => {
    expect(fingerprint("", "sha256")).toBe(fingerprint("a\nb", "sha256"));
  });
});
