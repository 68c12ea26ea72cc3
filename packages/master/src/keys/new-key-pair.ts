import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

/** Beyond it one call would hold a thread for minutes. */
export const maxKeyBits = 8192;
const minKeyBits = 2048;

export interface NewKeyPair {
  /** PEM, SPKI. */
  readonly publicKey: string;
  /** PEM, PKCS#1, not encrypted. */
  readonly privateKey: string;
}

/**
 * A pair for a minion, kept nowhere. Below 2048 bits it has 2048, as in stock.
 * @throws Error above 8192 bits
 */
export async function newKeyPair(bits: number): Promise<NewKeyPair> {
  if (!(bits <= maxKeyBits)) throw new Error(`'keysize': at most ${maxKeyBits} bits`);
  const { publicKey, privateKey } = await generate("rsa", {
    modulusLength: Math.max(minKeyBits, Math.trunc(bits)),
    publicExponent: 65_537,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return { publicKey, privateKey };
}
