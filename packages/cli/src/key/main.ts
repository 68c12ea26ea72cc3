import { getHashes } from "node:crypto";
import type { KeyState } from "@salina/api";
import type { Value } from "@salina/wire";
import { Exit, exitCodeOf, exitCodes, type Io, withLog } from "../io.js";
import { type GivenOptions, noteUnused, readCommandLine, usageError } from "../options/command.js";
import { globMatcher } from "../python/fnmatch.js";
import type { Session } from "../session.js";
import type { DaemonClient } from "../socket/client.js";
import { type Action, readAction } from "./action.js";
import { keyCommandLine } from "./options.js";
import { detailSections, listSections } from "./sections.js";

/**
 * The `salt-key` command.
 *
 * @param argv what follows the program's name
 * @returns the exit code
 */
export function main(argv: readonly string[], world: Io): Promise<number> {
  return exitCodeOf(world, async () => {
    const options = readCommandLine(keyCommandLine, argv);
    const io = withLog(world, options);
    noteUnused(keyCommandLine, options.given, io);
    const action = readAction(options);
    const { openSession, withDaemon } = await import("../session.js");
    const session = await openSession(io, keyCommandLine, options);
    if (action.kind === "generate") return await generate(action.name, options, session);
    if (action.kind === "sign") return await signKey(options, session);
    const whenAway = exitCodes.failed;
    return await withDaemon(io, session, (client) => perform(io, session, client, action, options), whenAway);
  });
}

const everyState: readonly KeyState[] = ["accepted", "denied", "pending", "rejected"];

async function perform(
  io: Io,
  { display }: Session,
  client: DaemonClient,
  action: Exclude<Action, { kind: "generate" | "sign" }>,
  options: GivenOptions,
): Promise<number> {
  switch (action.kind) {
    case "list": {
      const keys = await client.call("keys.match", { globs: ["*"], states: action.states });
      await display.show(listSections(action.states, keys, true), { out: "key" });
      return exitCodes.ok;
    }
    case "print":
    case "finger": {
      const refs = await client.call("keys.match", { globs: action.globs, states: everyState });
      const keys = await client.call("keys.read", { keys: refs });
      const wantsText = action.kind === "print";
      const hashType = fingerprintHash(options);
      const { fingerprint } = await import("./generate.js");
      const finger = (pem: string, made: string) => (hashType === undefined ? made : fingerprint(pem, hashType));
      const shown = detailSections(keys, (key) => (wantsText ? key.publicKey : finger(key.publicKey, key.fingerprint)));
      if (!wantsText) await addMasterKeys(client, action.globs, shown, finger);
      await display.show(shown, { out: "key" });
      return exitCodes.ok;
    }
    case "change": {
      const { changeKeys } = await import("./change.js");
      return await changeKeys({ io, client, display }, action, options);
    }
  }
}

/** `--hash-type`; undefined: the master's own. @throws Exit for one that is not there */
function fingerprintHash({ given }: GivenOptions): string | undefined {
  const name = given.get("finger_hash");
  if (name === undefined || getHashes().includes(String(name))) return name === undefined ? name : String(name);
  throw usageError(keyCommandLine, `there is no hash '${name}'`);
}

/** Fingerprints of the master's own key files stand under `local`. */
async function addMasterKeys(
  client: DaemonClient,
  globs: readonly string[],
  shown: Map<Value, Value>,
  finger: (pem: string, made: string) => string,
): Promise<void> {
  const matchers = globs.map(globMatcher);
  const files = (await client.call("keys.master", null)).filter(({ name }) => matchers.some((match) => match(name)));
  const fingers = files.map(({ name, fingerprint, text }): [Value, Value] => [
    name,
    // Of a private key only the master can tell.
    text === null ? fingerprint : finger(text, fingerprint),
  ]);
  if (files.length > 0) shown.set("local", new Map(fingers));
}

async function signKey({ given }: GivenOptions, { display, settings, config }: Session): Promise<number> {
  const [{ signMasterKey }, { keySizeRange }, { pkiDirectory }] = await Promise.all([
    import("./sign.js"),
    import("./generate.js"),
    import("../config/client-config.js"),
  ]);
  const text = (name: string) => (given.has(name) ? String(given.get(name)) : undefined);
  const file = await signMasterKey({
    pkiDir: pkiDirectory(config),
    privateKeyFile: text("priv"),
    publicKeyFile: text("pub"),
    signatureDir: text("signature_path"),
    signatureName: settings.text("master_pubkey_signature") ?? "master_pubkey_signature",
    signKeyName: settings.text("master_sign_key_name") ?? "master_sign",
    autoCreate: given.has("auto_create"),
    keySizeBits: Number(given.get("keysize") ?? keySizeRange.min),
    hashType: settings.text("hash_type") ?? "sha256",
  });
  await display.show(new Map([["return", file]]), { out: "nested" });
  return exitCodes.ok;
}

async function generate(name: string, { given }: GivenOptions, { display, settings }: Session): Promise<number> {
  const { generateKeys, keySizeRange } = await import("./generate.js");
  const size = given.get("keysize") ?? keySizeRange.min;
  if (Number(size) < keySizeRange.min) {
    throw usageError(keyCommandLine, `The minimum value for keysize is ${keySizeRange.min}`);
  }
  if (Number(size) > keySizeRange.max) {
    throw usageError(keyCommandLine, `The maximum value for keysize is ${keySizeRange.max}`);
  }
  const dir = String(given.get("gen_keys_dir") ?? ".");
  try {
    const finger = await generateKeys(dir, name, Number(size), settings.text("hash_type") ?? "sha256");
    await display.show(new Map([["return", finger]]), { out: "nested" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Exit(exitCodes.failed, { stderr: `The keys cannot be written: ${error.message}\n` });
  }
  return exitCodes.ok;
}
