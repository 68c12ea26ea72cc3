import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readJson, renderTemplate } from "@salina/render";
import type { TextMatcher } from "@salina/targeting";
import { isMap, toValue, type Value, type ValueMap } from "@salina/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { load } from "../config/testing/load.js";
import { gpgDecrypt } from "./gpg.js";
import { minionMatcher } from "./minion-matcher.js";
import { pillarOptions } from "./pillar-options.js";
import { runPillar } from "./pillar-run.js";
import { commandRunner } from "./run-command.js";
import { type PillarCase, pillarCases } from "./testing/pillar-cases.js";

const python = process.env["SALINA_SALT_PYTHON"];
if (python === undefined) console.warn("skipped: pillars beside stock's; set SALINA_SALT_PYTHON");

const none: TextMatcher = () => false;
let place: string;
let theirs: readonly Value[];

const gpgMissing = spawnSync("gpg", ["--version"]).status !== 0;
if (gpgMissing) console.warn("skipped: encrypted pillars beside stock's; gpg is not installed");

/** A key pair in a directory, and what it encrypts. */
function gpgHome(home: string): (text: string) => string {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const gpg = (args: readonly string[], input = "") =>
    execFileSync("gpg", ["--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback", ...args], {
      input,
      stdio: ["pipe", "pipe", "ignore"],
    }).toString("utf8");
  gpg(["--passphrase", "", "--quick-generate-key", "salina", "rsa2048", "encrypt", "never"]);
  return (text) => gpg(["--armor", "--trust-model", "always", "-r", "salina", "-e"], text);
}

function gpgCases(home: string): readonly PillarCase[] {
  const encrypted = gpgHome(home);
  const secret = encrypted("hush\n");
  const block = (text: string, indent: string) => text.trimEnd().replaceAll("\n", `\n${indent}`);
  const files = (sls: string) => ({ "base/top.sls": "base:\n  '*':\n    - a\n", "base/a.sls": sls });
  const options = { gpg_keydir: home };
  const broken = "-----BEGIN PGP MESSAGE-----\n\nbm90aGluZw==\n-----END PGP MESSAGE-----";
  return [
    { name: "gpg renderer", options, files: files(`#!yaml|gpg\na:\n  b: |\n    ${block(secret, "    ")}\nc: plain\n`) },
    {
      name: "gpg renderer after a template",
      options,
      files: files(`#!jinja|yaml|gpg\na: |\n  ${block(secret, "  ")}\nb: [{{ 1 + 1 }}]\n`),
    },
    {
      name: "decrypt_pillar",
      options: { ...options, decrypt_pillar: ["a:b", "none"] },
      files: files(`a:\n  b: |\n    ${block(secret, "    ")}\nc: |\n  ${block(secret, "  ")}\n`),
    },
    {
      name: "decrypt_pillar of a map",
      options: { ...options, decrypt_pillar: [{ a: "gpg" }] },
      files: files(`a:\n  b: |\n    ${block(secret, "    ")}\n  c: [x, 1]\n`),
    },
    {
      name: "what cannot be decrypted is an error",
      options: { ...options, gpg_decrypt_must_succeed: true },
      files: files(`#!yaml|gpg\na: |\n  ${block(broken, "  ")}\n`),
    },
    {
      name: "what cannot be decrypted stays, where that is wanted",
      options: { ...options, gpg_decrypt_must_succeed: false },
      files: files(`#!yaml|gpg\na: |\n  ${block(broken, "  ")}\n`),
    },
  ];
}

describe.skipIf(python === undefined || gpgMissing)("encrypted pillars beside stock", () => {
  let home: string;
  afterAll(() => {
    spawnSync("gpgconf", ["--homedir", home, "--kill", "all"]);
    rmSync(home, { recursive: true, force: true });
  });

  test("are the same in each way to decrypt them", async () => {
    home = mkdtempSync(join(tmpdir(), "gpg-"));
    const cases = gpgCases(join(home, "keys"));
    const answers = stock(
      cases.map((one, n) => prepared(one, join(home, String(n)))),
      join(home, "cache"),
    );
    for (const [n, one] of cases.entries()) {
      expect(readable(shown(await made(one, join(home, String(n))))), one.name).toEqual(readable(answers[n] ?? null));
    }
    expect(JSON.stringify(readable(answers[0] ?? null))).toContain("hush");
  }, 60_000);
});

test("pillar_opts gives the options of the config, without secrets", async () => {
  const root = mkdtempSync(join(tmpdir(), "salina-opts-"));
  const options = {
    pillar_opts: true,
    my_own: { a: 1 },
    key_pass: "hush-1",
    gitfs_password: "hush-2",
    my_password: "hush-3",
  };
  const pillar = await made({ name: "opts", files: {}, options }, root);
  const master = pillar.get("master");
  expect(isMap(master) && [master.get("my_own"), master.get("file_buffer_size")]).toEqual([
    new Map([["a", 1]]),
    1_048_576,
  ]);
  expect(JSON.stringify(readable(pillar))).not.toContain("hush");
  rmSync(root, { recursive: true });
});

describe.skipIf(python === undefined)("beside stock", () => {
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), "salina-pillar-"));
    const asked = pillarCases.map((one, n) => prepared(one, join(place, String(n))));
    theirs = stock(asked, join(place, "cache"));
  }, 120_000);
  afterAll(() => rmSync(place, { recursive: true }));

  test.each(pillarCases.map((one, n) => [one.name, one, n] as const))("%s", async (_name, one, n) => {
    const ours = shown(await made(one, join(place, String(n))));
    if (one.ours === undefined) expect(readable(ours)).toEqual(readable(theirs[n] ?? null));
    else {
      expect(ours).not.toEqual(theirs[n] ?? null);
      if (typeof one.ours !== "string") expect(ours).toEqual(shown(toValue(one.ours)));
      else expect(JSON.stringify(readable(ours)), one.ours).toContain("_errors");
    }
  });

  test("there are more than sixty of them", () => expect(pillarCases.length).toBeGreaterThan(60));
});

function prepared(one: PillarCase, root: string) {
  for (const [path, text] of Object.entries({ ...one.files, "base/.keep": "" })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text.replaceAll("ROOT", root));
  }
  return {
    id: one.minion ?? "minion",
    grains: { ...one.grains, id: one.minion ?? "minion" },
    saltenv: one.saltenv ?? null,
    pillarenv: one.pillarenv ?? null,
    override: one.override ?? null,
    options: optionsOf(one, root),
  };
}

function optionsOf(one: PillarCase, root: string): Record<string, unknown> {
  const given = { pillar_roots: { base: ["ROOT/base"] }, file_roots: { base: ["ROOT/base"] }, ...one.options };
  return JSON.parse(JSON.stringify(given).replaceAll("ROOT", root));
}

async function made(one: PillarCase, root: string): Promise<ValueMap> {
  const { id, grains, saltenv, pillarenv, override, options } = prepared(one, root);
  const read = await load(JSON.stringify(options));
  if (!read.ok) throw new Error(read.fault.text);
  const settings = pillarOptions(read.value.config);
  const { pillar } = runPillar(
    {
      options: settings,
      ignored: none,
      renderTemplate,
      run: commandRunner(10_000),
      decrypt: (onFailure) => gpgDecrypt(settings.gpg.keyDirectory, 10_000, onFailure),
      askMaster: (question) => {
        throw new Error(question);
      },
      working: () => undefined,
      matcher: minionMatcher(settings.nodegroups),
    },
    { id, saltenv, pillarenv, grains: asMap(grains), override: override && asMap(override) },
  );
  return pillar;
}

function asMap(plain: object): ValueMap {
  const value = toValue(plain);
  return isMap(value) ? value : new Map();
}

const script = `
import collections, copy, json, sys
import salt.config, salt.loader, salt.pillar
import logging
logging.disable(logging.CRITICAL)
base = salt.config.master_config("/dev/null/none")
base["cachedir"] = sys.argv[1]
base["extension_modules"] = sys.argv[1] + "/ext"
def shown(value):
    if isinstance(value, dict):
        return {"map": [[shown(key), shown(one)] for key, one in value.items()]}
    if isinstance(value, (list, tuple)):
        return [shown(one) for one in value]
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, float):
        return {"float": repr(value)}
    return value
answers = []
for case in json.load(sys.stdin):
    opts = copy.deepcopy(base)
    opts.update(case["options"])
    opts["id"] = "master"
    try:
        pillar = salt.pillar.Pillar(opts, case["grains"], case["id"], case["saltenv"], pillar_override=case["override"], pillarenv=case["pillarenv"]).compile_pillar()
        answers.append(shown(pillar))
    except Exception as error:
        answers.append({"map": [["raised", repr(error)]]})
json.dump(answers, sys.stdout)
`;

function stock(asked: readonly unknown[], cache: string): readonly Value[] {
  mkdirSync(join(cache, "ext"), { recursive: true });
  const answer = execFileSync(python ?? "", ["-c", script, cache], {
    input: JSON.stringify(asked),
    maxBuffer: 1 << 26,
  });
  const list = readJson(answer.toString("utf8"), "stock");
  return Array.isArray(list) ? list.map(sorted) : [];
}

/** In the form of the script, so that `1`, `1.0` and `True` as keys are told apart; order of keys does not count. */
function shown(value: Value): Value {
  return sorted(plain(value));
}

function plain(value: Value): Value {
  if (isMap(value)) return new Map([["map", [...value].map(([key, one]): Value => [plain(key), plain(one)])]]);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array) return new Map([["bytes", Buffer.from(value).toString("latin1")]]);
  if (typeof value === "number" && !Number.isInteger(value)) return new Map([["float", String(value)]]);
  return value;
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const entries = value.get("map");
  if (!Array.isArray(entries)) return value;
  const list = entries.map(sorted).sort((a, b) => (JSON.stringify(keyOf(a)) < JSON.stringify(keyOf(b)) ? -1 : 1));
  return new Map([["map", list]]);
}

const keyOf = (entry: Value) => (Array.isArray(entry) && !isMap(entry[0]) ? entry[0] : null);

/** Maps within, as plain data: so that a difference can be read. */
function readable(value: Value): unknown {
  if (Array.isArray(value)) return value.map(readable);
  return isMap(value) ? Object.fromEntries([...value].map(([key, one]) => [String(key), readable(one)])) : value;
}
