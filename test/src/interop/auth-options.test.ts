import { generateKeyPairSync } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "@salina/lab";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TestBench } from "./test-bench.js";

let bench: TestBench;
beforeEach(async () => {
  bench = await TestBench.make();
});
afterEach(() => bench.end());

test("keys are admitted by file, by grain and by hand beforehand, refused by file, and the rest waits", async () => {
  // Under `root_dir`, as Salt reads these options.
  const directory = bench.masterRoot;
  await mkdir(directory, { mode: 0o700 });
  await writeFile(join(directory, "autosign"), "# these\nauto*\n", { mode: 0o600 });
  await writeFile(join(directory, "autoreject"), "evil\n", { mode: 0o600 });
  await mkdir(join(directory, "grains"), { mode: 0o700 });
  await writeFile(join(directory, "grains", "role"), "web\n", { mode: 0o600 });
  const master = await bench.startMaster({
    extraConfig: {
      autosign_file: join(directory, "autosign"),
      autoreject_file: join(directory, "autoreject"),
      autosign_grains_dir: join(directory, "grains"),
    },
  });
  await preseed(bench, "seeded");

  const sha224 = { encryption_algorithm: "OAEP-SHA224", signing_algorithm: "PKCS1v15-SHA224" };
  const [auto, fips, grain, seeded, evil, waiting] = await Promise.all([
    bench.startMinion("auto1"),
    bench.startMinion("auto2", { extraConfig: { ...sha224, keysize: 4096 } }),
    bench.startMinion("grain1", { grains: { role: "web" }, extraConfig: { autosign_grains: ["role"] } }),
    bench.startMinion("seeded"),
    bench.startMinion("evil"),
    bench.startMinion("waiting", { release: "3006.8" }),
  ]);
  await Promise.all([auto, fips, grain, seeded].map((minion) => bench.isReady(minion)));
  await evil.waitForLog(/rejected by the Salt Master|public key was rejected|rejected this minion/i, 60_000);
  await waiting.waitForLog(/cached the public key for this node/, 60_000);

  expect(await bench.ping("*")).toEqual(["auto1", "auto2", "grain1", "seeded"]);
  const { stdout } = await master.saltKey(["--list=all", "--out=json"]);
  expect(JSON.parse(stdout)).toMatchObject({ minions_pre: ["waiting"], minions_rejected: ["evil"] });
});

test("with `master_sign_pubkey` minions check the signature, and `open_mode` takes a changed key", async () => {
  const master = await bench.startMaster({ extraConfig: { open_mode: true, master_sign_pubkey: true } });
  const extraConfig = { verify_master_pubkey_sign: true };
  for (const id of ["new1", "old1"]) {
    await mkdir(join(bench.minionRoot(id), "pki"), { recursive: true, mode: 0o700 });
    await copyFile(join(master.pkiDir, "master_sign.pub"), join(bench.minionRoot(id), "pki", "master_sign.pub"));
  }
  const [new1, old1] = await Promise.all([
    bench.startMinion("new1", { extraConfig }),
    bench.startMinion("old1", { extraConfig, release: "3006.8" }),
  ]);
  await Promise.all([bench.isReady(new1), bench.isReady(old1)]);
  expect(await bench.ping("*")).toEqual(["new1", "old1"]);

  const before = await readFile(join(master.pkiDir, "minions", "new1"), "utf8");
  await new1.kill9();
  for (const name of ["minion.pem", "minion.pub"]) await rm(join(new1.pkiDir, name));
  await new1.restart();
  await bench.isReady(new1);
  expect(await readFile(join(master.pkiDir, "minions", "new1"), "utf8")).not.toBe(before);
  expect(await bench.ping("new1")).toEqual(["new1"]);
});

test("`minimum_auth_version: 3` serves a minion of era 3 and leaves one of era 2 outside, with a line in the log", async () => {
  const master = await bench.startMaster({ extraConfig: { auto_accept: true, minimum_auth_version: 3 } });
  const [new1] = await Promise.all([bench.startMinion("new1"), bench.startMinion("old1", { release: "3006.8" })]);
  await bench.isReady(new1);

  await until(() => master.log().includes("request.era-too-low"), { timeoutMs: 60_000, about: "refusal in the log" });
  expect(await bench.ping("*")).toEqual(["new1"]);
});

/** The operator puts a minion's public key where accepted ones are, before it ever comes. */
async function preseed(bench: TestBench, id: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pki = join(bench.minionRoot(id), "pki");
  await mkdir(pki, { recursive: true, mode: 0o700 });
  const pem = publicKey.export({ type: "spki", format: "pem" });
  await writeFile(join(pki, "minion.pem"), privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o400 });
  await writeFile(join(pki, "minion.pub"), pem);
  await mkdir(join(bench.master.pkiDir, "minions"), { recursive: true, mode: 0o700 });
  await writeFile(join(bench.master.pkiDir, "minions", id), pem);
}
