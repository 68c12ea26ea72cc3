import { createHash, generateKeyPair } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

export const keySizeRange = { min: 2048, max: 32768 } as const;

/**
 * Writes NAME.pem (PKCS#1, mode 0400) and NAME.pub (SPKI, mode 0644). Files that exist are not replaced.
 *
 * @returns the fingerprint of the public key
 * @throws an error with `code` EEXIST or another of the file system
 */
export async function generateKeys(dir: string, name: string, keySizeBits: number, hashType: string): Promise<string> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: keySizeBits,
    publicExponent: 65537,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(dir, `${name}.pem`), privateKey, { mode: 0o400, flag: "wx" });
  writeFileSync(join(dir, `${name}.pub`), publicKey, { mode: 0o644, flag: "wx" });
  return fingerprint(publicKey, hashType);
}

/** Hash over the lines between the first and the last, in colon separated pairs. @source salt/utils/crypt.py */
export function fingerprint(pem: string, hashType: string): string {
  const lines = pem.split("\n").filter((line) => line.trim() !== "");
  const body = lines
    .slice(1, -1)
    .map((line) => `${line}\n`)
    .join("");
  const hex = createHash(hashType).update(body).digest("hex");
  return hex.match(/../g)?.join(":") ?? "";
}
