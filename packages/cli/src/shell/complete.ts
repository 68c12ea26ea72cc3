import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { KeyState } from "@salina/api";
import { encode } from "@salina/wire";
import type { Io } from "../io.js";
import { returnedValue } from "../salt/value.js";
import type { DaemonClient } from "../socket/client.js";

const freshForMs = 24 * 3600 * 1000;

/** Shells expand what they are offered: an id or name with anything else in it is not offered. */
const harmless = /^[A-Za-z0-9][A-Za-z0-9._@:+-]*$/;

/** What a shell offers, a word a line. Nothing for a name that is not known. */
export async function completionWords(io: Io, client: DaemonClient, name: string): Promise<string> {
  const words = await wordsOf(io, client, name);
  return words
    .filter((word) => harmless.test(word))
    .map((word) => `${word}\n`)
    .join("");
}

async function wordsOf(io: Io, client: DaemonClient, name: string): Promise<readonly string[]> {
  switch (name) {
    case "targets":
      return await ids(client, ["accepted"]);
    case "pending":
      return await ids(client, ["pending"]);
    case "keys":
      return await ids(client, ["accepted", "denied", "pending", "rejected"]);
    case "runners":
      return (await client.call("runners.list", null)).map((runner) => runner.name);
    case "functions":
      return await functions(io, client);
    default:
      return [];
  }
}

async function ids(client: DaemonClient, states: readonly KeyState[]): Promise<string[]> {
  const keys = await client.call("keys.match", { globs: ["*"], states });
  return [...new Set(keys.map(({ id }) => id))];
}

/** What `sys.list_functions` of a connected minion gave, at most a day ago. */
async function functions(io: Io, client: DaemonClient): Promise<readonly string[]> {
  const file = join(io.env["XDG_CACHE_HOME"] || join(io.env["HOME"] || homedir(), ".cache"), "salina", "functions");
  const kept = statSync(file, { throwIfNoEntry: false });
  if (kept && Date.now() - kept.mtimeMs < freshForMs) return readFileSync(file, "utf8").split("\n");
  const minions = await client.call("minions.list", null);
  const asked = minions.find(({ keyState, connected }) => keyState === "accepted" && connected === true);
  const names = asked ? await askFor(client, asked.id) : [];
  if (names.length > 0) keep(file, names.join("\n"));
  return names;
}

async function askFor(client: DaemonClient, id: string): Promise<string[]> {
  const request = {
    target: { type: "list", expression: [id] },
    fun: "sys.list_functions",
    arg: encode([], "network"),
    user: "completion",
    timeoutMs: 2000,
  } as const;
  for await (const update of client.stream("jobs.run", request)) {
    if (update.kind !== "result" || update.result.outcome !== "returned") continue;
    const value = returnedValue(update.result);
    return Array.isArray(value) ? value.map(String) : [];
  }
  return [];
}

/** Completion goes on without a cache where none can be written. */
function keep(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The next time it is asked for again.
  }
}
