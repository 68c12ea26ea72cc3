import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Exit, exitCodes } from "../io.js";
import { generateKeys } from "./generate.js";

export interface SignOptions {
  readonly pkiDir: string;
  /** Key to sign with; default: the signing key pair in `pkiDir`. */
  readonly privateKeyFile: string | undefined;
  /** Default: the master's public key. */
  readonly publicKeyFile: string | undefined;
  readonly signatureDir: string | undefined;
  /** Of the file: the config's `master_pubkey_signature`. */
  readonly signatureName: string;
  /** Of the pair: the config's `master_sign_key_name`. */
  readonly signKeyName: string;
  readonly autoCreate: boolean;
  readonly keySizeBits: number;
  readonly hashType: string;
}

/**
 * `--gen-signature`: signs the master's public key into a file that minions are given. A file that exists is not replaced.
 *
 * @returns its path
 * @throws Exit where a key is missing or the signature cannot be written
 */
export async function signMasterKey(options: SignOptions): Promise<string> {
  const { pkiDir, signKeyName, signatureName } = options;
  const publicKeyFile = options.publicKeyFile ?? join(pkiDir, "master.pub");
  if (!existsSync(publicKeyFile)) throw failure(`Public-key ${publicKeyFile} does not exist`);
  const privateKeyFile = options.privateKeyFile ?? join(pkiDir, `${signKeyName}.pem`);
  if (!existsSync(privateKeyFile)) {
    if (options.privateKeyFile !== undefined) throw failure(`Private-key ${privateKeyFile} does not exist`);
    if (!options.autoCreate) throw failure("No usable private-key found");
    await generateKeys(pkiDir, signKeyName, options.keySizeBits, options.hashType);
  }
  const file = join(options.signatureDir ?? pkiDir, signatureName);
  try {
    const text = cleanPem(readFileSync(publicKeyFile, "utf8"));
    createPublicKey(text);
    // What every release of minions checks by.
    const signature = sign("RSA-SHA1", Buffer.from(text), createPrivateKey(readFileSync(privateKeyFile, "utf8")));
    writeFileSync(file, `${signature.toString("base64")}\n`, { flag: "wx" });
    chmodSync(file, 0o644);
  } catch (error) {
    throw failure(`The signature cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
  return file;
}

/** As minions clean it before they check. @source salt/crypt.py, clean_key */
function cleanPem(pem: string): string {
  return pem
    .trim()
    .split(/\r\n|\r|\n/)
    .join("\n");
}

function failure(text: string): Exit {
  return new Exit(exitCodes.failed, { stderr: `${text}\n` });
}
