import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cleanPem, parsePublicKey, type SignatureAlgorithm, signPkcs1, verifyPkcs1 } from "@salina/wire";
import type { KeysConfig } from "../config/config.js";
import { errorCode } from "./key-disk.js";
import { loadKeyPair } from "./key-pair-files.js";
import { MasterKeyError } from "./master-key-error.js";

/** Gives `pub_sig` of an `_auth` reply. */
export type PublicKeySignature = (algorithm: SignatureAlgorithm) => string;

type Options = Pick<
  KeysConfig,
  "signKeyName" | "signKeyPassphrase" | "signatureFile" | "useSignatureFile" | "sizeBits"
> & {
  readonly pkiDir: string;
  /** The exact text that minions are sent. */
  readonly publicKeyText: string;
  readonly permissivePkiAccess: boolean;
  readonly onWarning: (text: string) => void;
};

/**
 * The signature of the master's public key (`master_sign_pubkey`): base64 in one line with a line end, made once an
 * algorithm by the signing key, or the ready-made text of a file, which is the same for every algorithm.
 * @throws MasterKeyError
 * @source salt/channel/server.py, `pub_sig`; salt/crypt.py, class MasterKeys
 */
export async function loadPublicKeySignature(options: Options): Promise<PublicKeySignature> {
  if (options.useSignatureFile) {
    const text = await readSignatureFile(options);
    return () => text;
  }
  const pair = await loadKeyPair({
    pkiDir: options.pkiDir,
    name: options.signKeyName,
    passphrase: options.signKeyPassphrase,
    passphraseOption: "signing_key_pass",
    sizeBits: options.sizeBits,
    permissivePkiAccess: options.permissivePkiAccess,
    onWarning: options.onWarning,
  });
  const made = new Map<SignatureAlgorithm, string>();
  return (algorithm) => {
    const text = made.get(algorithm) ?? sign(algorithm);
    made.set(algorithm, text);
    return text;
  };

  function sign(algorithm: SignatureAlgorithm): string {
    const signature = signPkcs1(pair.privateKey, Buffer.from(options.publicKeyText), algorithm);
    return `${Buffer.from(signature).toString("base64")}\n`;
  }
}

async function readSignatureFile(options: Options): Promise<string> {
  const path = join(options.pkiDir, options.signatureFile);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new MasterKeyError(
      path,
      `cannot be read: ${errorCode(error)}`,
      "Make it with `salt-key --gen-signature`, or switch master_use_pubkey_signature off.",
      { cause: error },
    );
  }
  const signature = Buffer.from(text, "base64");
  if (signature.length < 128) throw new MasterKeyError(path, "no signature in base64", "Make it anew.");
  await warnWhenOfAnotherKey(path, signature, options);
  return `${cleanPem(text)}\n`;
}

/** Minions would refuse the master; without the signing key's public half nothing can be said. */
async function warnWhenOfAnotherKey(path: string, signature: Uint8Array, options: Options): Promise<void> {
  const pub = await readFile(join(options.pkiDir, `${options.signKeyName}.pub`), "utf8").catch(() => "");
  const key = parsePublicKey(pub);
  if (!key.ok) return;
  const data = Buffer.from(options.publicKeyText);
  const fits = (["PKCS1v15-SHA1", "PKCS1v15-SHA224"] as const).some((algorithm) =>
    verifyPkcs1(key.value, data, signature, algorithm),
  );
  if (!fits)
    options.onWarning(`${path}: is no signature of the master's public key; minions that check it will refuse`);
}
