import { generateKeyPairSync } from "node:crypto";

/** Public keys that differ, made once a test file: 1024 bits, since only their text and their parsing count. */
export function somePublicKeys(count: number): string[] {
  return Array.from({ length: count }, () =>
    generateKeyPairSync("rsa", {
      modulusLength: 1024,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    }).publicKey.trim(),
  );
}
