import { isMap, utf8, type Value } from "@salina/wire";

/** Gives the clear bytes of one armoured block, or undefined where it cannot be decrypted. */
export type Decrypt = (armoured: string) => Uint8Array | undefined;

const block = /-----BEGIN PGP MESSAGE-----[\s\S]*?-----END PGP MESSAGE-----/g;

/**
 * Decrypts the armoured blocks within texts, keys of maps excepted. What cannot be decrypted stays as it is, or is an
 * error where `mustSucceed` is set (Salt's `gpg_decrypt_must_succeed`).
 * @throws Error
 * @source salt/renderers/gpg.py
 */
export function decryptAll(value: Value, decrypt: Decrypt, mustSucceed: boolean): Value {
  if (typeof value === "string") return decryptText(value, decrypt, mustSucceed);
  if (Array.isArray(value)) return value.map((entry) => decryptAll(entry, decrypt, mustSucceed));
  if (!isMap(value)) return value;
  return new Map([...value].map(([key, entry]) => [key, decryptAll(entry, decrypt, mustSucceed)]));
}

function decryptText(text: string, decrypt: Decrypt, mustSucceed: boolean): Value {
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const found of text.matchAll(block)) {
    const clear = decrypt(found[0].replaceAll("\\n", "\n"));
    if (clear === undefined && mustSucceed) throw new Error("Could not decrypt a gpg block");
    parts.push(utf8(text.slice(end, found.index)), clear ?? utf8(found[0]));
    end = found.index + found[0].length;
  }
  if (parts.length === 0) return text;
  const whole = Buffer.concat([...parts, utf8(text.slice(end))]);
  let size = whole.length;
  while (whole[size - 1] === 0x0a) size--;
  const trimmed = Uint8Array.from(whole.subarray(0, size));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(trimmed);
  } catch {
    return trimmed;
  }
}
