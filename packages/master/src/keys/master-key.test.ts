import { createPrivateKey, createPublicKey } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cleanPem, verifyPkcs1 } from "@salina/wire";
import { describe, expect, test } from "vitest";
import type { KeysConfig } from "../config/config.js";
import { loadMasterKey } from "./master-key.js";
import { MasterKeyError } from "./master-key-error.js";
import { loadPublicKeySignature } from "./public-key-signature.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

const vectors = fileURLToPath(new URL("../../../wire/vectors/keys/", import.meta.url));
const masterPem = readFileSync(join(vectors, "master.pem"), "utf8");
const masterPub = readFileSync(join(vectors, "master.pub"), "utf8");

const defaults: KeysConfig = {
  hashType: "sha256",
  sizeBits: 2048,
  passphrase: null,
  signPubkey: false,
  signKeyName: "master_sign",
  signKeyPassphrase: null,
  signatureFile: "master_pubkey_signature",
  useSignatureFile: false,
  rotateAesKeyOnRemoval: true,
  preserveMinionCache: false,
};

function setUp(files: Record<string, string> = {}) {
  const pkiDir = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(pkiDir, name), text, { mode: name.endsWith(".pem") ? 0o400 : 0o644 });
  }
  const warnings: string[] = [];
  const load = (keys: Partial<KeysConfig> = {}, permissivePkiAccess = false) =>
    loadMasterKey({
      paths: { pkiDir },
      keys: { ...defaults, ...keys },
      auth: { permissivePkiAccess },
      masterId: "hc1_master",
      onWarning: (text) => warnings.push(text.replace(`${pkiDir}/`, "")),
    });
  const read = (name: string) => readFileSync(join(pkiDir, name), "utf8");
  const modeOf = (name: string) => statSync(join(pkiDir, name)).mode & 0o777;
  return { pkiDir, warnings, load, read, modeOf };
}

async function failure(promise: Promise<unknown>): Promise<MasterKeyError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MasterKeyError)) throw new Error("the key was loaded", { cause: error });
  return error;
}

describe("the master's key", () => {
  test("the pair of a stock master is used as it is", async () => {
    const { load, read, pkiDir, warnings } = setUp({ "master.pem": masterPem, "master.pub": masterPub });

    const key = await load();

    expect(key.publicKeyText).toBe(cleanPem(masterPub));
    expect(key.privateKey.equals(createPrivateKey(masterPem))).toBe(true);
    expect([key.isNew, key.pubSignature, warnings]).toEqual([false, null, []]);
    expect([read("master.pem"), read("master.pub")]).toEqual([masterPem, masterPub]);
    expect(readdirSync(pkiDir).sort()).toEqual(["master.pem", "master.pub"]);
  });

  test("the text of the public key is that of the file, not of a new export", async () => {
    const body = cleanPem(masterPub).split("\n").slice(1, -1).join("");
    const odd = `-----BEGIN PUBLIC KEY-----\r\n${(body.match(/.{1,76}/g) ?? []).join("\r\n")}\r\n-----END PUBLIC KEY-----\r\n\r\n`;
    const { load, read } = setUp({ "master.pem": masterPem, "master.pub": odd });

    expect((await load()).publicKeyText).toBe(odd.trim().replaceAll("\r\n", "\n"));
    expect(read("master.pub")).toBe(odd);
  });

  test("the first start makes a pair as stock makes it, the next one uses it", async () => {
    const { load, read, modeOf, pkiDir } = setUp();

    const made = await load();
    const pem = read("master.pem");
    const again = await load();

    expect([made.isNew, again.isNew]).toEqual([true, false]);
    expect(pem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n[\s\S]+\n-----END RSA PRIVATE KEY-----\n$/);
    expect(read("master.pub")).toMatch(/^-----BEGIN PUBLIC KEY-----\n[\s\S]+\n-----END PUBLIC KEY-----\n$/);
    expect(made.publicKey.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65_537n });
    expect([modeOf("master.pem"), modeOf("master.pub")]).toEqual([0o400, 0o644]);
    expect(again.publicKeyText).toBe(made.publicKeyText);
    expect(readdirSync(pkiDir).sort()).toEqual(["master.pem", "master.pub"]);
  });

  test("with key_pass the private key is written encrypted and opened again", async () => {
    const { load, read } = setUp();

    await load({ passphrase: "secret" });

    expect(read("master.pem")).toContain("Proc-Type: 4,ENCRYPTED");
    expect((await load({ passphrase: "secret" })).isNew).toBe(false);
    expect(await failure(load())).toMatchObject({ reason: "encrypted, and no passphrase is set" });
    expect((await failure(load({ passphrase: "other" }))).reason).toContain("key_pass does not open it");
  });

  test("two masters that start at once end with one pair", async () => {
    const { load } = setUp();

    const [a, b] = await Promise.all([load(), load()]);

    expect(a.publicKeyText).toBe(b.publicKeyText);
  });

  test("a missing or empty public key is written again from the private one", async () => {
    for (const files of [{}, { "master.pub": "" }]) {
      const { load, read } = setUp({ "master.pem": masterPem, ...files });

      expect((await load()).publicKeyText).toBe(cleanPem(masterPub));
      expect(read("master.pub")).toBe(masterPub);
    }
  });

  test.each<[string, Record<string, string>, string, string]>([
    ["empty", { "master.pem": "", "master.pub": masterPub }, "master.pem", "empty"],
    ["random", { "master.pem": "\u0001\u0002", "master.pub": masterPub }, "master.pem", "damaged"],
    ["cut off", { "master.pem": masterPem.slice(0, 800), "master.pub": masterPub }, "master.pem", "damaged"],
    ["missing beside its public half", { "master.pub": masterPub }, "master.pem", "missing"],
    ["too large", { "master.pem": masterPem + "x".repeat(100_000) }, "master.pem", "too large"],
    ["a damaged public key", { "master.pem": masterPem, "master.pub": "garbage" }, "master.pub", "no RSA public key"],
    [
      "the public key of another pair",
      { "master.pem": masterPem, "master.pub": readFileSync(join(vectors, "minion3006.pub"), "utf8") },
      "master.pub",
      "does not belong to",
    ],
  ])("%s: the start stops, names the file and touches nothing", async (_, files, file, reason) => {
    const { load, read, pkiDir } = setUp(files);

    const error = await failure(load());

    expect(error.file).toBe(join(pkiDir, file));
    expect(error.reason).toContain(reason);
    expect(error.advice).not.toBe("");
    expect(readdirSync(pkiDir).sort()).toEqual(Object.keys(files).sort());
    for (const [name, text] of Object.entries(files)) expect(read(name)).toBe(text);
  });

  test("a directory in place of the private key stops the start", async () => {
    const { load, pkiDir } = setUp();
    mkdirSync(join(pkiDir, "master.pem"));

    expect((await failure(load())).file).toBe(join(pkiDir, "master.pem"));
  });

  test("the links of a 3008 master are followed", async () => {
    const { load, pkiDir } = setUp({ "hc1_master.pem": masterPem, "hc1_master.pub": masterPub });
    symlinkSync("hc1_master.pem", join(pkiDir, "master.pem"));
    symlinkSync("hc1_master.pub", join(pkiDir, "master.pub"));

    expect(await load()).toMatchObject({ isNew: false, publicKeyText: cleanPem(masterPub) });
  });

  test("the pair of a 3008 master is found without its links", async () => {
    const { load, pkiDir } = setUp({ "hc1_master.pem": masterPem, "hc1_master.pub": masterPub });

    expect(await load()).toMatchObject({ isNew: false, privateKeyFile: join(pkiDir, "hc1_master.pem") });
    expect(existsSync(join(pkiDir, "master.pem"))).toBe(false);
  });

  test("a link to a missing private key stops the start", async () => {
    const { load, pkiDir } = setUp();
    symlinkSync("elsewhere.pem", join(pkiDir, "master.pem"));

    expect((await failure(load())).reason).toContain("a link to a file that is missing");
    expect(readdirSync(pkiDir)).toEqual(["master.pem"]);
  });

  test("rights of others to the private key are taken away, with a warning", async () => {
    const { load, pkiDir, modeOf, warnings } = setUp({ "master.pem": masterPem, "master.pub": masterPub });
    chmodSync(join(pkiDir, "master.pem"), 0o644);

    await load();

    expect(modeOf("master.pem")).toBe(0o600);
    expect(warnings).toEqual([expect.stringContaining("master.pem: other users had rights")]);
  });

  test("with permissive_pki_access the group goes on reading, others do not", async () => {
    const { load, pkiDir, modeOf } = setUp({ "master.pem": masterPem, "master.pub": masterPub });
    chmodSync(join(pkiDir, "master.pem"), 0o664);

    await load({}, true);

    expect(modeOf("master.pem")).toBe(0o640);
  });
});

describe("the signature of the master's public key", () => {
  function withSigningKey() {
    const setting = setUp({ "master.pem": masterPem, "master.pub": masterPub });
    for (const name of ["master_sign.pem", "master_sign.pub"]) {
      copyFileSync(join(vectors, name), join(setting.pkiDir, name));
      chmodSync(join(setting.pkiDir, name), name.endsWith(".pem") ? 0o400 : 0o644);
    }
    return setting;
  }
  const signer = createPublicKey(readFileSync(join(vectors, "master_sign.pub")));

  test.each(["PKCS1v15-SHA1", "PKCS1v15-SHA224"] as const)(
    "%s: one base64 line over the text as sent",
    async (algorithm) => {
      const { load } = withSigningKey();

      const key = await load({ signPubkey: true });
      const text = key.pubSignature?.(algorithm) ?? "";

      expect(text).toMatch(/^[A-Za-z0-9+/]{342}==\n$/);
      const signature = Buffer.from(text, "base64");
      expect(verifyPkcs1(signer, Buffer.from(key.publicKeyText), signature, algorithm)).toBe(true);
    },
  );

  test("it is to the byte what a stock master sent for the same text", async () => {
    const { pkiDir } = withSigningKey();
    const fields = new Map<string, unknown>();
    JSON.parse(
      readFileSync(join(vectors, "../auth-master-sign-pubkey-3006.json"), "utf8"),
      (name, value: unknown) => fields.set(name, value) && value,
    );
    const field = (name: string) => String(fields.get(name));

    const signature = await loadPublicKeySignature({
      ...defaults,
      pkiDir,
      publicKeyText: field("pub_key"),
      permissivePkiAccess: false,
      onWarning: () => {},
    });

    expect(signature("PKCS1v15-SHA1")).toBe(field("pub_sig"));
  });

  test("the signing pair is made when it is missing, under the configured name", async () => {
    const { load, pkiDir, modeOf } = setUp({ "master.pem": masterPem, "master.pub": masterPub });

    await load({ signPubkey: true, signKeyName: "signer", signKeyPassphrase: "secret" });
    const again = await load({ signPubkey: true, signKeyName: "signer", signKeyPassphrase: "secret" });

    expect(readdirSync(pkiDir).sort()).toEqual(["master.pem", "master.pub", "signer.pem", "signer.pub"]);
    expect(modeOf("signer.pem")).toBe(0o400);
    expect(again.pubSignature).not.toBeNull();
  });

  test("a ready-made signature is sent as it is, without the signing key", async () => {
    const { load, pkiDir, warnings } = withSigningKey();
    const text = (await load({ signPubkey: true })).pubSignature?.("PKCS1v15-SHA1") ?? "";
    writeFileSync(join(pkiDir, "master_pubkey_signature"), text);
    renameSync(join(pkiDir, "master_sign.pem"), join(pkiDir, "elsewhere"));

    const key = await load({ signPubkey: true, useSignatureFile: true });

    expect(key.pubSignature?.("PKCS1v15-SHA224")).toBe(text);
    expect(warnings).toEqual([]);
  });

  test("a signature of another key is warned about, a missing one stops the start", async () => {
    const { load, pkiDir, warnings } = withSigningKey();
    expect(await failure(load({ signPubkey: true, useSignatureFile: true }))).toMatchObject({
      file: join(pkiDir, "master_pubkey_signature"),
    });

    writeFileSync(join(pkiDir, "master_pubkey_signature"), Buffer.alloc(256, 7).toString("base64"));
    await load({ signPubkey: true, useSignatureFile: true });

    expect(warnings).toEqual([expect.stringContaining("no signature of the master's public key")]);
  });
});
