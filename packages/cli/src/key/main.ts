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
    const whenAway = exitCodes.failed;
    return await withDaemon(io, session, (client) => perform(io, session, client, action, options), whenAway);
  });
}

const everyState: readonly KeyState[] = ["accepted", "denied", "pending", "rejected"];

async function perform(
  io: Io,
  { display }: Session,
  client: DaemonClient,
  action: Exclude<Action, { kind: "generate" }>,
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
      const shown = detailSections(keys, (key) => (wantsText ? key.publicKey : key.fingerprint));
      if (!wantsText) await addMasterKeys(client, action.globs, shown);
      await display.show(shown, { out: "key" });
      return exitCodes.ok;
    }
    case "change": {
      const { changeKeys } = await import("./change.js");
      return await changeKeys({ io, client, display }, action, options);
    }
  }
}

/** Fingerprints of the master's own key files stand under `local`. */
async function addMasterKeys(client: DaemonClient, globs: readonly string[], shown: Map<Value, Value>): Promise<void> {
  const matchers = globs.map(globMatcher);
  const files = (await client.call("keys.master", null)).filter(({ name }) => matchers.some((match) => match(name)));
  if (files.length > 0) shown.set("local", new Map(files.map(({ name, fingerprint }) => [name, fingerprint])));
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
