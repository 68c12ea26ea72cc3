import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { bad, good, type Result } from "./result.js";

const MIN_BITS = 1024;
const MAX_BITS = 16_384;
/** A key of 16384 bits is below 3 KiB of PEM; text beyond this is no key. */
const MAX_PEM_LENGTH = 16 * 1024;
const PUBLIC_PEM = /^-----BEGIN (RSA )?PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+\n-----END (RSA )?PUBLIC KEY-----$/;

/**
 * Key text without surrounding space and with LF line ends: the form in which keys are compared and sent.
 *
 * @source salt/crypt.py, clean_key
 */
export function cleanPem(text: string): string {
  return text.trim().replace(/\r\n?/g, "\n");
}

/**
 * Reads an RSA public key of 1024 to 16384 bits, as SPKI (`PUBLIC KEY`) or PKCS#1 (`RSA PUBLIC KEY`), also under the
 * header of the other. A key that passes can be used without an exception: its modulus and exponent are odd and sane.
 */
export function parsePublicKey(text: string): Result<KeyObject> {
  if (text.length > MAX_PEM_LENGTH) return bad("too-large", "too long for a public key");
  const pem = cleanPem(text);
  if (!PUBLIC_PEM.test(pem)) return bad("bad-pem", "no public key in PEM form");
  const key = importPublic(relabelled(pem, "PUBLIC KEY")) ?? importPublic(relabelled(pem, "RSA PUBLIC KEY"));
  return key === undefined ? bad("bad-pem", "the text does not hold a public key") : checkedRsa(key, key);
}

/** Reads an RSA private key, PKCS#1 or PKCS#8, encrypted or not. */
export function parsePrivateKey(text: string, passphrase?: string): Result<KeyObject> {
  if (text.length > 4 * MAX_PEM_LENGTH) return bad("too-large", "too long for a private key");
  try {
    const options = { key: text, format: "pem" } as const;
    const key = createPrivateKey(passphrase === undefined ? options : { ...options, passphrase });
    return checkedRsa(key, createPublicKey(key));
  } catch {
    return bad("bad-pem", "no private key, or another passphrase");
  }
}

/**
 * Fingerprint of a key: the hash of its lines except the first and last, blank lines left out, as hex pairs with
 * colons. `hashType` as in Salt's configuration: `sha256`, `md5`, ...
 *
 * @throws Error when the hash is unknown
 * @source salt/utils/crypt.py, pem_finger
 */
export function fingerprint(pemText: string, hashType: string): string {
  const lines = (pemText.match(/[^\n]*\n|[^\n]+$/g) ?? []).filter((line) => line.trim() !== "");
  const body = lines.slice(1, -1).join("").replaceAll("\r\n", "\n");
  const digest = createHash(hashType).update(body, "utf8").digest("hex");
  return (digest.match(/../g) ?? []).join(":");
}

function relabelled(pem: string, label: "PUBLIC KEY" | "RSA PUBLIC KEY"): string {
  return pem.replace(/-----(BEGIN|END) (?:RSA )?PUBLIC KEY-----/g, `-----$1 ${label}-----`);
}

function importPublic(pem: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: pem, format: "pem" });
  } catch {
    return undefined;
  }
}

function checkedRsa(key: KeyObject, publicKey: KeyObject): Result<KeyObject> {
  if (key.asymmetricKeyType !== "rsa") return bad("bad-pem", "not an RSA key");
  const { modulusLength = 0, publicExponent = 0n } = publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_BITS || modulusLength > MAX_BITS)
    return bad("bad-pem", `an RSA key of ${modulusLength} bits`);
  // Exponent 1 would make every signature true, a huge one every check slow; OpenSSL throws on even moduli.
  if (publicExponent < 3n || publicExponent >= 1n << 64n || publicExponent % 2n === 0n) {
    return bad("bad-pem", "an RSA key with an unusable exponent");
  }
  const modulus = Buffer.from(publicKey.export({ format: "jwk" }).n ?? "", "base64url");
  return ((modulus.at(-1) ?? 0) & 1) === 1 ? good(key) : bad("bad-pem", "an RSA key with an even modulus");
}
