import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { keyStates } from "@salina/api";
import { describe, expect, test } from "vitest";
import { openKeyDirectory } from "./key-directory.js";
import { createKeyService } from "./key-service.js";
import { loadMasterKey, type MasterKeyOptions } from "./master-key.js";
import { somePublicKeys } from "./testing/some-keys.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const python = [process.env["SALINA_SALT_PYTHON"], join(repository, ".tools/salt/current/bin/python")].find(
  (path) => path !== undefined && existsSync(path),
);
if (python === undefined) {
  console.warn("skipped: stock Salt's view of pki_dir; set SALINA_SALT_PYTHON to a python that can import salt");
}

const [one = "", two = ""] = somePublicKeys(2);

/** Prepared in Python: `opts` of a stock master on the directory, `master` its key, `keys` what salt-key uses. */
const prelude = `
import json, os, sys
import salt.config, salt.crypt, salt.key, salt.utils.crypt
where = sys.argv[1]
opts = salt.config.master_config(os.path.join(where, "master"))
opts.update(json.loads(sys.argv[2]))
def master(): return salt.crypt.MasterKeys(opts)
def keys(): return salt.key.Key(opts)
def show(value): print("RESULT:" + json.dumps(value))
`;

async function stock(where: string, script: string, opts: object = {}): Promise<unknown> {
  const pki = join(where, "pki");
  for (const name of ["sock", "cache"]) mkdirSync(join(where, name), { recursive: true });
  const config = {
    pki_dir: pki,
    sock_dir: join(where, "sock"),
    cachedir: join(where, "cache"),
    root_dir: where,
    user: userInfo().username,
  };
  writeFileSync(join(where, "master"), JSON.stringify(config));
  const args = ["-W", "ignore", "-c", prelude + script, where, JSON.stringify(opts)];
  const { stdout } = await run(python ?? "python3", args);
  const line = stdout.split("\n").find((text) => text.startsWith("RESULT:"));
  if (line === undefined) throw new Error(`no result: ${stdout}`);
  return JSON.parse(line.slice("RESULT:".length));
}

function masterKeyOptions(pkiDir: string, keys: Partial<MasterKeyOptions["keys"]> = {}): MasterKeyOptions {
  return {
    paths: { pkiDir },
    keys: {
      hashType: "sha256",
      sizeBits: 2048,
      passphrase: null,
      signPubkey: true,
      signKeyName: "master_sign",
      signKeyPassphrase: null,
      signatureFile: "master_pubkey_signature",
      useSignatureFile: false,
      rotateAesKeyOnRemoval: true,
      preserveMinionCache: false,
      ...keys,
    },
    auth: { permissivePkiAccess: false },
    masterId: "test_master",
    onWarning: (text) => {
      throw new Error(text);
    },
  };
}

describe.skipIf(python === undefined)("pki_dir together with stock Salt", () => {
  test("a directory that stock made is used as it is", async () => {
    const where = temporaryDirectory();
    const pkiDir = join(where, "pki");
    mkdirSync(pkiDir, { mode: 0o700 });

    const text = await stock(where, "show([master().get_pub_str(), master().get_pub_str('master_sign')])", {
      master_sign_pubkey: true,
    });
    const key = await loadMasterKey(masterKeyOptions(pkiDir));

    expect(key.isNew).toBe(false);
    expect([key.publicKeyText]).toEqual([(text as string[])[0]]);
  }, 60_000);

  test.each([null, "secret words"])(
    "stock loads the pair that was made here, key_pass %j",
    async (passphrase) => {
      const where = temporaryDirectory();
      const pkiDir = join(where, "pki");
      mkdirSync(pkiDir, { mode: 0o700 });

      const key = await loadMasterKey(masterKeyOptions(pkiDir, { passphrase }));
      const result = await stock(
        where,
        `
m = master()
signed = m.key.sign(b"data")
public = salt.crypt.PublicKey(os.path.join(opts["pki_dir"], "master.pub"))
signer = salt.crypt.PublicKey(os.path.join(opts["pki_dir"], "master_sign.pub"))
text = m.get_pub_str()
import base64
show([text, public.verify(b"data", signed), signer.verify(text.encode(), base64.b64decode(${JSON.stringify(key.pubSignature?.("PKCS1v15-SHA1"))}))])
`,
        { key_pass: passphrase, master_sign_pubkey: true },
      );

      expect(result).toEqual([key.publicKeyText, true, true]);
    },
    60_000,
  );

  test("salt-key sees the same keys and fingerprints, and its changes are seen here", async () => {
    const where = temporaryDirectory();
    const pkiDir = join(where, "pki");
    const directory = await openKeyDirectory({ pkiDir });
    const service = createKeyService({
      directory,
      pkiDir,
      keys: { hashType: "sha256", rotateAesKeyOnRemoval: true, preserveMinionCache: false },
      hooks: { onChange: () => {}, rotateAesKey: () => Promise.resolve(), forgetMinion: () => Promise.resolve() },
    });
    for (const [id, pub] of [
      ["Web2", one],
      ["web1", `${two}\n`],
      ["db 1", one.replaceAll("\n", "\r\n")],
    ] as const) {
      await directory.change(id, (changes) => changes.store("pending", pub));
    }
    await directory.change("web1", (changes) => changes.store("denied", one));
    await loadMasterKey(masterKeyOptions(pkiDir));

    const seen = await stock(where, "show([keys().list_keys(), keys().finger_all('sha256')])");
    await stock(where, "keys().accept('web1'); keys().reject('Web2'); keys().delete_key('db*'); show(None)");

    const [listed, fingers] = seen as [Record<string, string[]>, Record<string, Record<string, string>>];
    expect(listed).toEqual({
      minions: [],
      minions_pre: ["db 1", "web1", "Web2"],
      minions_rejected: [],
      minions_denied: ["web1"],
    });
    const local = Object.fromEntries((await service.masterKeys()).map((file) => [file.name, file.fingerprint]));
    expect(fingers["local"]).toEqual(local);
    expect(await service.match(["*"], keyStates)).toEqual([
      { id: "web1", state: "accepted" },
      { id: "web1", state: "denied" },
      { id: "Web2", state: "rejected" },
    ]);
    const after = await service.read(await service.match(["*"], keyStates));
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual([
      fingers["minions_pre"]?.["web1"],
      fingers["minions_denied"]?.["web1"],
      fingers["minions_pre"]?.["Web2"],
    ]);
  }, 60_000);
});
