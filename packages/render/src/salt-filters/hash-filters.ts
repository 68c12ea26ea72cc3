import { createHash, createHmac, getHashes } from "node:crypto";
import type { Value } from "@salina/wire";
import type { Filter } from "../values.js";
import { define, textArg } from "./define.js";
import { toBytes } from "./text-filters.js";

const hashOf = (algorithm: string, value: Value): string => createHash(algorithm).update(toBytes(value)).digest("hex");

/** Text where the bytes are UTF-8. */
function decoded(bytes: Uint8Array): Value {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Uint8Array.from(bytes);
  }
}

function fromBase64(value: Value): Value {
  const text = Buffer.from(toBytes(value)).toString("latin1");
  const digits = text.replace(/[^A-Za-z0-9+/]/g, "");
  const padding = text.length - text.replaceAll("=", "").length;
  if (digits.length % 4 === 1 || padding < (4 - (digits.length % 4)) % 4) throw new Error("Incorrect padding");
  return decoded(Buffer.from(digits, "base64"));
}

/** @source salt/utils/hashutils.py */
export const hashFilters: ReadonlyMap<string, Filter> = new Map([
  ["base64_encode", define("base64_encode", [], (value) => Buffer.from(toBytes(value)).toString("base64"))],
  ["base64_decode", define("base64_decode", [], fromBase64)],
  ...["md5", "sha1", "sha256", "sha512"].map((name): [string, Filter] => [
    name,
    define(name, [], (value) => hashOf(name, value)),
  ]),
  [
    "hmac",
    define("hmac", ["shared_secret", "challenge_hmac"], (value, secret, challenge) => {
      const made = createHmac("sha256", toBytes(secret ?? null))
        .update(toBytes(value))
        .digest("base64");
      return made === textArg(challenge, "challenge_hmac");
    }),
  ],
  [
    "hmac_compute",
    define("hmac_compute", ["shared_secret"], (value, secret) =>
      createHmac("sha256", toBytes(secret ?? null))
        .update(toBytes(value))
        .digest("hex"),
    ),
  ],
]);

/** @throws Error for a hash nobody knows */
export function hexHash(algorithm: string, text: string): string {
  if (!getHashes().includes(algorithm)) throw new Error(`module 'hashlib' has no attribute '${algorithm}'`);
  return createHash(algorithm).update(text).digest("hex");
}
