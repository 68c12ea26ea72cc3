import type { RunnerDoc } from "@salina/api";
import { parseArguments } from "@salina/arguments";
import type { Value } from "@salina/wire";
import { exitCodeOf, exitCodes, type Io } from "../io.js";
import { type GivenOptions, readCommandLine, refuseNotServed } from "../options/command.js";
import type { Display } from "../output/display.js";
import { type DaemonClient, DaemonError } from "../socket/client.js";
import { approved } from "./approved.js";
import { runCommandLine } from "./options.js";
import { RunnerCall } from "./runner-call.js";

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

async function perform(io: Io, client: DaemonClient, display: Display, options: GivenOptions): Promise<number> {
  const [fun, ...words] = options.positionals;
  if (fun === undefined || options.given.has("doc")) return await showDocs(client, display, fun);
  const unparsed = String(options.given.get("no_parse") ?? "").split(",");
  const arg = parseArguments(words, unparsed);
  if (fun === "state.event") {
    const { watchEvents } = await import("./state-event.js");
    return await watchEvents(io, client, arg);
  }
  const call = new RunnerCall({
    io,
    client,
    display,
    quiet: options.given.has("quiet"),
    detached: options.given.has("async"),
    outGiven: options.given.has("output"),
  });
  try {
    return await call.run(fun, arg);
  } catch (error) {
    if (!(error instanceof DaemonError)) throw error;
    if (error.code === "approval-needed") return await approved(call, { io, client, fun, arg, message: error.message });
    if (!["unknown-runner", "runner-failed"].includes(error.code)) throw error;
    await display.show(error.message, { retcode: 1 });
    return exitCodes.failed;
  }
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
