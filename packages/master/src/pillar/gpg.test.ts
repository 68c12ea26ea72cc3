import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gpgDecrypt } from "./gpg.js";

const missing = spawnSync("gpg", ["--version"]).status !== 0;
if (missing) console.warn("skipped: decrypting by gpg, which is not installed");

describe.skipIf(missing)("gpg", () => {
  let home: string;
  let armoured: string;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "gpg-"));
    const gpg = (args: readonly string[], input = "") =>
      execFileSync("gpg", ["--homedir", home, "--batch", "--quiet", ...args], {
        input,
        stdio: ["pipe", "pipe", "ignore"],
      });
    gpg([
      "--pinentry-mode",
      "loopback",
      "--passphrase",
      "",
      "--quick-generate-key",
      "salina",
      "rsa2048",
      "encrypt",
      "never",
    ]);
    armoured = gpg(["--armor", "--trust-model", "always", "-r", "salina", "-e"], "hush\n").toString("utf8");
  }, 60_000);

  afterAll(() => {
    spawnSync("gpgconf", ["--homedir", home, "--kill", "all"]);
    rmSync(home, { recursive: true, force: true });
  });

  test("a block is decrypted with the keys of the directory", () => {
    const decrypt = gpgDecrypt(home, 20_000, () => {});
    expect(Buffer.from(decrypt(armoured) ?? []).toString()).toBe("hush\n");
  });

  test("one that cannot be decrypted is told, without its content", () => {
    const reasons: string[] = [];
    const decrypt = gpgDecrypt(home, 20_000, (reason) => reasons.push(reason));
    expect(decrypt("-----BEGIN PGP MESSAGE-----\n\nbm90aGluZw==\n-----END PGP MESSAGE-----\n")).toBeUndefined();
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/gpg: /);
  });
});
