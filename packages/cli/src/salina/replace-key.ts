import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Key } from "@salina/api";
import { Exit, exitCodes, type Io } from "../io.js";
import type { DaemonClient } from "../socket/client.js";

/**
 * `salina keys replace ID --fingerprint F`: a reinstalled minion has a new key, which waits or was denied. It takes the
 * place of the accepted one, which is kept in a file.
 *
 * @throws Exit where no key of this id has the fingerprint, or the old one cannot be kept
 */
export async function replaceKey(
  io: Io,
  client: DaemonClient,
  { id, fingerprint, pkiDir }: { readonly id: string; readonly fingerprint: string; readonly pkiDir: string },
): Promise<number> {
  const refs = await client.call("keys.match", { globs: ["*"], states: ["accepted", "pending", "denied"] });
  const keys = await client.call("keys.read", { keys: refs.filter((ref) => ref.id === id) });
  const wanted = keys.find((key) => key.state !== "accepted" && same(key.fingerprint, fingerprint));
  const old = keys.find(({ state }) => state === "accepted");
  if (old && same(old.fingerprint, fingerprint)) {
    io.stdout.write(`The key of ${id} is accepted already.\n`);
    return exitCodes.ok;
  }
  if (!wanted) throw failure(`No pending or denied key of ${id} has this fingerprint. ${known(keys)}`);
  if (old) {
    const file = keepOld(old, pkiDir);
    await change(client, "delete", old);
    io.stdout.write(`The old key of ${id} is kept in ${file}.\n`);
  }
  await change(client, "accept", wanted);
  io.stdout.write(`The key ${wanted.fingerprint} of ${id} is accepted.\n`);
  return exitCodes.ok;
}

async function change(client: DaemonClient, action: "accept" | "delete", { id, state, fingerprint }: Key) {
  const key = { id, state, fingerprint };
  const [result] = await client.call("keys.change", { action, keys: [key], preserveMinionData: true });
  if (!result?.done)
    throw failure(`The key ${fingerprint} of ${id} was changed in the meantime: nothing more is done.`);
}

function keepOld({ id, fingerprint, publicKey }: Key, pkiDir: string): string {
  const directory = join(pkiDir, "minions_replaced");
  const file = join(directory, `${id}.${fingerprint.replaceAll(":", "").slice(0, 16)}`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(file, publicKey, { mode: 0o600 });
  } catch (error) {
    throw failure(`The old key cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
  return file;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.trim().toLowerCase();
}

function known(keys: readonly Key[]): string {
  const others = keys.filter(({ state }) => state !== "accepted");
  if (others.length === 0) return "There is none at all: the minion has to ask first.";
  return `There is ${others.map(({ state, fingerprint }) => `${fingerprint} (${state})`).join(", ")}.`;
}

function failure(text: string): Exit {
  return new Exit(exitCodes.failed, { stderr: `${text}\n` });
}
