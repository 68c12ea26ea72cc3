import { createPublicKey, generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { chmod, type FileHandle, link, lstat, open, readFile, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cleanPem, parsePrivateKey, parsePublicKey } from "@salina/wire";
import { errorCode } from "./key-disk.js";
import { MasterKeyError } from "./master-key-error.js";
import { tightenPrivateKey } from "./private-key-rights.js";

const generate = promisify(generateKeyPair);
const maxPemBytes = 64 * 1024;

export interface KeyPairFiles {
  readonly pkiDir: string;
  /** `master` for `master.pem` and `master.pub`. */
  readonly name: string;
  /** Names under which newer versions keep the pair, `master.*` then being links. */
  readonly otherNames?: readonly string[];
  readonly passphrase: string | null;
  /** Name of the option of the passphrase, for advice. */
  readonly passphraseOption: string;
  /** Of keys that are made. */
  readonly sizeBits: number;
  readonly permissivePkiAccess: boolean;
  readonly onWarning: (text: string) => void;
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  /** As in the file, for a worker that parses it itself. */
  readonly privateKeyPem: string;
  readonly publicKey: KeyObject;
  /** The text of the `.pub` file without line ends around it: minions compare it as text. */
  readonly publicKeyText: string;
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
  /** It was made just now. */
  readonly isNew: boolean;
}

/**
 * Loads a key pair, or makes it when nothing of it is there. What is there is never replaced: a key that cannot
 * be used is an error that names the file. Only a missing or empty `.pub` is written again from its private key.
 * @throws MasterKeyError
 * @source salt/crypt.py, class MasterKeys
 */
export async function loadKeyPair(files: KeyPairFiles): Promise<KeyPair> {
  const path = (name: string, ending: string) => join(files.pkiDir, `${name}.${ending}`);
  const names = [files.name, ...(files.otherNames ?? [])];
  let name = await firstWith(names, (candidate) => path(candidate, "pem"));
  const isNew = name === undefined;
  if (name === undefined) {
    name = files.name;
    const orphan = await firstWith(names, (candidate) => path(candidate, "pub"));
    if (orphan !== undefined) {
      throw new MasterKeyError(
        path(orphan, "pem"),
        `missing, although ${orphan}.pub is there`,
        `Restore the private key from a backup. To start with a new identity that no minion knows, remove ${orphan}.pub.`,
      );
    }
    await makePrivateKey(path(name, "pem"), files);
  }

  const privateKeyFile = path(name, "pem");
  const publicKeyFile = path(name, "pub");
  const privateKeyPem = await readPrivateKey(privateKeyFile, files);
  const privateKey = parsePrivate(privateKeyFile, privateKeyPem, files);
  const publicKey = createPublicKey(privateKey);
  const stored = await readPublicText(publicKeyFile, files);
  const publicKeyText = stored ?? exportPublic(publicKey);
  if (stored === null) await writeNew(publicKeyFile, publicKeyText, 0o644);
  checkPair(publicKeyFile, publicKeyText, publicKey, privateKeyFile);
  return {
    privateKey,
    privateKeyPem,
    publicKey,
    publicKeyText: cleanPem(publicKeyText),
    privateKeyFile,
    publicKeyFile,
    isNew,
  };
}

/** A link to nothing counts: something is meant to be there. */
async function firstWith(names: readonly string[], path: (name: string) => string): Promise<string | undefined> {
  for (const name of names) {
    try {
      await lstat(path(name));
      return name;
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw unreadable(path(name), error);
    }
  }
  return undefined;
}

async function readPrivateKey(path: string, files: KeyPairFiles): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new MasterKeyError(path, "not a regular file", restoreAdvice);
    if (info.size === 0) throw new MasterKeyError(path, "the file is empty", restoreAdvice);
    if (info.size > maxPemBytes) throw new MasterKeyError(path, "too large for a key", restoreAdvice);
    await tightenPrivateKey(file, path, files);
    return await file.readFile("utf8");
  } catch (error) {
    throw error instanceof MasterKeyError ? error : unreadable(path, error);
  } finally {
    await file.close();
  }
}

function parsePrivate(path: string, pem: string, { passphrase, passphraseOption }: KeyPairFiles): KeyObject {
  const key = parsePrivateKey(pem, passphrase ?? undefined);
  if (key.ok) return key.value;
  if (!/ENCRYPTED/.test(pem)) throw new MasterKeyError(path, "damaged, or no RSA private key", restoreAdvice);
  if (passphrase === null) {
    throw new MasterKeyError(
      path,
      "encrypted, and no passphrase is set",
      `Set ${passphraseOption} in the master's config.`,
    );
  }
  throw new MasterKeyError(
    path,
    `${passphraseOption} does not open it, or it is damaged`,
    `Check ${passphraseOption} in the master's config.`,
  );
}

/** Null: to be written from the private key. An empty file is what a crash of a stock master leaves. */
async function readPublicText(path: string, { onWarning }: KeyPairFiles): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw unreadable(path, error);
  }
  if (text.trim() !== "") return text;
  await unlink(path);
  onWarning(`${path}: was empty and is written again from the private key`);
  return null;
}

function checkPair(publicFile: string, text: string, derived: KeyObject, privateFile: string): void {
  const stored = parsePublicKey(text);
  const advice = `Restore it from a backup, or remove it: it is made again from ${privateFile}.`;
  if (!stored.ok) throw new MasterKeyError(publicFile, `no RSA public key (${stored.fault.text})`, advice);
  if (!stored.value.equals(derived)) {
    throw new MasterKeyError(publicFile, `does not belong to ${privateFile}`, advice);
  }
}

async function makePrivateKey(path: string, { passphrase, sizeBits }: KeyPairFiles): Promise<void> {
  const { privateKey } = await generate("rsa", { modulusLength: sizeBits, publicExponent: 65_537 });
  // PKCS#1, as stock writes and expects it.
  const text = privateKey.export(
    passphrase === null
      ? { type: "pkcs1", format: "pem" }
      : { type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase },
  );
  await writeNew(path, text.toString(), 0o400);
}

/** Appears whole or not at all, and never in place of a file that somebody else made meanwhile. */
async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const temporary = join(dirname(path), `.salina-${randomBytes(8).toString("hex")}`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(temporary, mode);
    await link(temporary, path).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
  } catch (error) {
    throw new MasterKeyError(path, `cannot be written: ${errorCode(error)}`, "Check the rights of pki_dir.", {
      cause: error,
    });
  } finally {
    await unlink(temporary).catch(() => {});
  }
}

function exportPublic(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}

const restoreAdvice = "Restore the file from a backup; the master never replaces a key that is there.";

function unreadable(path: string, error: unknown): MasterKeyError {
  const reason = errorCode(error) === "ENOENT" ? "a link to a file that is missing" : errorCode(error);
  return new MasterKeyError(path, `cannot be read: ${reason}`, restoreAdvice, { cause: error });
}
