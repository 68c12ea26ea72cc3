import { boolean, fileName, integer, oneOf, secret } from "../kinds.js";
import { option, unset } from "./option.js";

const lowerCase = (value: string | number) => (typeof value === "string" ? value.toLowerCase() : value);

/** Options for the master's keys. */
export const keysOptions = {
  hash_type: option(
    oneOf(["md5", "sha1", "sha224", "sha256", "sha384", "sha512"], lowerCase),
    "sha256",
    "keys.hashType",
    "Hash of fingerprints and of files.",
  ),
  keysize: option(
    integer(2048, 16_384, "bits"),
    2048,
    "keys.sizeBits",
    "Size of keys that are made; keys that exist are used as they are.",
  ),
  key_pass: unset(secret, "keys.passphrase", "Passphrase of `master.pem`."),
  master_sign_pubkey: option(
    boolean,
    false,
    "keys.signPubkey",
    "Sign the master's key for minions with `verify_master_pubkey_sign`.",
  ),
  master_sign_key_name: option(
    fileName,
    "master_sign",
    "keys.signKeyName",
    "Name of the signing key's files, without `.pem`.",
  ),
  signing_key_pass: unset(secret, "keys.signKeyPassphrase", "Passphrase of the signing key."),
  master_pubkey_signature: option(
    fileName,
    "master_pubkey_signature",
    "keys.signatureFile",
    "File with the ready-made signature.",
  ),
  master_use_pubkey_signature: option(
    boolean,
    false,
    "keys.useSignatureFile",
    "Send the ready-made signature instead of signing.",
  ),
  rotate_aes_key: option(
    boolean,
    true,
    "keys.rotateAesKeyOnRemoval",
    "Make a new shared key when a minion's key is deleted or rejected, so that it can read no more jobs.",
  ),
  preserve_minion_cache: option(
    boolean,
    false,
    "keys.preserveMinionCache",
    "Keep the data of minions whose key is deleted.",
  ),
} as const;
