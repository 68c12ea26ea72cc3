import { userInfo } from "node:os";
import type { RunnerDoc } from "@salina/api";
import { parseArguments } from "@salina/arguments";
import { decode, encode, isMap, type Value } from "@salina/wire";
import { Exit, exitCodeOf, exitCodes, type Io } from "../io.js";
import { type GivenOptions, readCommandLine, refuseNotServed } from "../options/command.js";
import type { Display } from "../output/display.js";
import { type DaemonClient, DaemonError } from "../socket/client.js";
import { runCommandLine } from "./options.js";

/**
 * The `salt-run` command: functions that the master runs itself.
 *
 * @param argv what follows the program's name
 * @returns the exit code: unlike stock's, that of a function that is not there or fails is 1
 */
export function main(argv: readonly string[], io: Io): Promise<number> {
  return exitCodeOf(io, async () => {
    const options = readCommandLine(runCommandLine, argv);
    refuseNotServed(runCommandLine, options.given);
    const { openSession, withDaemon } = await import("../session.js");
    const session = await openSession(io, runCommandLine, options);
    return await withDaemon(io, session, (client) => perform(io, client, session.display, options), exitCodes.failed);
  });
}

const limits = { maxBytes: 256 * 1024 * 1024, maxElements: 50_000_000, maxDepth: 256 } as const;

async function perform(io: Io, client: DaemonClient, display: Display, options: GivenOptions): Promise<number> {
  const [fun, ...words] = options.positionals;
  if (fun === undefined || options.given.has("doc")) return await showDocs(client, display, fun);
  const unparsed = String(options.given.get("no_parse") ?? "").split(",");
  const arg = parseArguments(words, unparsed);
  if (fun === "state.event") {
    const { watchEvents } = await import("./state-event.js");
    return await watchEvents(io, client, arg);
  }
  try {
    const packed = await client.call("runners.run", { fun, arg: encode(arg), user: userInfo().username });
    const read = decode(packed, limits);
    if (!read.ok) throw new Exit(exitCodes.failed, { stderr: `The answer cannot be read: ${read.fault.text}\n` });
    const { value, out } = unwrapped(read.value);
    if (!options.given.has("quiet") && !isEmpty(value)) await display.show(value, { out });
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof DaemonError) || !["unknown-runner", "runner-failed"].includes(error.code)) throw error;
    await display.show(error.message, { retcode: 1 });
    return exitCodes.failed;
  }
}

/** A runner may say how its answer is to be shown. */
function unwrapped(value: Value): { readonly value: Value; readonly out: string | null } {
  const out = isMap(value) && value.size === 2 ? value.get("outputter") : undefined;
  const data = isMap(value) ? value.get("data") : undefined;
  return typeof out === "string" && data !== undefined ? { value: data, out } : { value, out: null };
}

/** As in stock, nothing is no output. */
function isEmpty(value: Value): boolean {
  return (isMap(value) && value.size === 0) || (Array.isArray(value) && value.length === 0);
}

async function showDocs(client: DaemonClient, display: Display, chosen: string | undefined): Promise<number> {
  const all = await client.call("runners.list", null);
  const wanted = [...all, stateEvent].filter(
    ({ name }) => chosen === undefined || name === chosen || name.startsWith(`${chosen}.`),
  );
  const docs = wanted
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, doc, parameters }): [Value, Value] => [
      name,
      `${doc}\n\nTakes: ${parameters.join(", ") || "nothing"}`,
    ]);
  if (docs.length === 0) {
    await display.show(`'${chosen}' is not available.`, { retcode: 1 });
    return exitCodes.failed;
  }
  await display.show(new Map(docs));
  return exitCodes.ok;
}

/** The command itself does this one: it shows events as they come. */
const stateEvent: RunnerDoc = {
  name: "state.event",
  doc: "Shows the events of the master's bus whose tag matches, a line each: tag, tab, JSON.",
  parameters: ["tagmatch", "count", "quiet", "pretty"],
};
