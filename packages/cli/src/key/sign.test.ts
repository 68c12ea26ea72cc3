import { generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommand } from "../testing/fake-daemon.js";
import { main } from "./main.js";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "salina-sign-"));
  writeFileSync(join(dir, "master"), `pki_dir: ${dir}\n`);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function writeMasterKey(): string {
  const { publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  writeFileSync(join(dir, "master.pub"), publicKey);
  return publicKey;
}

test("--gen-signature --auto-create makes a signing key pair and a signature that it verifies", async () => {
  const publicKey = writeMasterKey();
  const file = join(dir, "master_pubkey_signature");
  expect(await runCommand(main, ["-c", dir, "--gen-signature", "--auto-create"])).toEqual({
    code: 0,
    stdout: `return:\n    ${file}\n`,
    stderr: "",
  });
  const signature = Buffer.from(readFileSync(file, "utf8"), "base64");
  const signer = readFileSync(join(dir, "master_sign.pub"), "utf8");
  expect(verify("RSA-SHA1", Buffer.from(publicKey.trim()), signer, signature)).toBe(true);

  const again = await runCommand(main, ["-c", dir, "--gen-signature"]);
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/^The signature cannot be made: EEXIST/);
});

test.each([
  [[], "Public-key DIR/master.pub does not exist\n", false],
  [[], "No usable private-key found\n", true],
  [["--priv", "/nonexistent"], "Private-key /nonexistent does not exist\n", true],
])("--gen-signature %j without its keys says %j", async (argv, text, hasMasterKey) => {
  if (hasMasterKey) writeMasterKey();
  const ran = await runCommand(main, ["-c", dir, "--gen-signature", ...argv]);
  expect(ran).toEqual({ code: 1, stdout: "", stderr: text.replace("DIR", dir) });
});
