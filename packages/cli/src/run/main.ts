import { userInfo } from "node:os";
import type { BusEvent, RunnerDoc, RunnerParams } from "@salina/api";
import { parseArguments } from "@salina/arguments";
import { decode, encode, isMap, type Value } from "@salina/wire";
import { Exit, exitCodeOf, exitCodes, type Io, logLine, withLog } from "../io.js";
import { type GivenOptions, noteUnused, readCommandLine, usageError } from "../options/command.js";
import { moreFromStdin } from "../options/more-from-stdin.js";
import type { Display } from "../output/display.js";
import type { Session } from "../session.js";
import { type DaemonClient, DaemonError } from "../socket/client.js";
import { runCommandLine } from "./options.js";
import { progressLine } from "./progress.js";

/**
 * The `salt-run` command: functions that the master runs itself.
 *
 * @param argv what follows the program's name
 * @returns the exit code: unlike stock's, that of a function that is not there or fails is 1
 */
export function main(argv: readonly string[], world: Io): Promise<number> {
  return exitCodeOf(world, async () => {
    const options = await moreFromStdin(runCommandLine, readCommandLine(runCommandLine, argv), world);
    const io = withLog(world, options);
    noteUnused(runCommandLine, options.given, io);
    const { openSession, withDaemon } = await import("../session.js");
    const session = await openSession(io, runCommandLine, options);
    return await withDaemon(io, session, (client) => perform(io, client, session, options), exitCodes.failed);
  });
}

const jidForm = /^\d{20}(_[A-Za-z0-9]{1,32})?$/;
const limits = { maxBytes: 256 * 1024 * 1024, maxElements: 50_000_000, maxDepth: 256 } as const;

async function perform(io: Io, client: DaemonClient, session: Session, options: GivenOptions): Promise<number> {
  const { display, settings } = session;
  const [fun, ...words] = options.positionals;
  if (fun === undefined || options.given.has("doc")) return await showDocs(client, display, fun);
  const unparsed = String(options.given.get("no_parse") ?? "").split(",");
  const arg = parseArguments(words, unparsed);
  if (fun === "state.event") {
    const { watchEvents } = await import("./state-event.js");
    return await watchEvents(io, client, arg);
  }
  if (fun === "jobs.follow") {
    const { resume } = await import("../salt/resume.js");
    const [word] = words;
    if (word === undefined || words.length > 1) throw usageError(runCommandLine, "jobs.follow needs one job id");
    return await resume({ io, client, settings, display, compat: false }, word.replace(/^jid=/, ""));
  }
  if (fun === "jobs.export") {
    const { exportJobs } = await import("./export-jobs.js");
    return await exportJobs(io, client, arg);
  }
  const call = { io, client, display, options };
  try {
    return await run(call, fun, arg);
  } catch (error) {
    if (!(error instanceof DaemonError)) throw error;
    if (error.code === "approval-needed") {
      const { approvedArguments } = await import("./approved.js");
      return await run(call, fun, await approvedArguments(call, fun, arg, error.message));
    }
    if (!["unknown-runner", "runner-failed"].includes(error.code)) throw error;
    if (!options.given.has("quiet")) await display.show(error.message, { retcode: 1 });
    return exitCodes.failed;
  }
}

interface RunCall {
  readonly io: Io;
  readonly client: DaemonClient;
  readonly display: Display;
  readonly options: GivenOptions;
}

/** @throws DaemonError, DaemonGone */
async function run({ io, client, display, options }: RunCall, fun: string, arg: readonly Value[]): Promise<number> {
  const request = { fun, arg: encode([...arg]), user: userInfo().username, ...chosenJid(options) };
  const isQuiet = options.given.has("quiet");
  if (options.given.has("async")) return await startOnly(io, client, request);
  const packed = await client.follow("runners.run", request, async (event) => {
    if (!isQuiet) await showProgress(io, display, event);
  });
  const read = decode(packed, limits);
  if (!read.ok) throw new Exit(exitCodes.failed, { stderr: `The answer cannot be read: ${read.fault.text}\n` });
  const { value, out } = unwrapped(read.value, options.given.has("output"));
  if (!isQuiet && !isEmpty(value)) await display.show(value, { out });
  return retcodeOf(read.value);
}

function chosenJid({ given }: GivenOptions): { readonly jid?: string } {
  const jid = given.get("jid");
  if (jid === undefined) return {};
  if (!jidForm.test(String(jid))) {
    throw usageError(runCommandLine, `'${jid}' is not a valid JID`);
  }
  return { jid: String(jid) };
}

/** `--async`: stock says so in its log, on standard error. @source salt/runner.py */
async function startOnly(io: Io, client: DaemonClient, request: RunnerParams): Promise<number> {
  const { jid } = await client.call("runners.start", request);
  const tag = `salt/run/${jid}`;
  logLine(
    io,
    "WARNING",
    "Running in asynchronous mode. Results of this execution may be collected by attaching to the master event bus or by " +
      `examining the master job cache, if configured. This execution is running under tag ${tag}`,
  );
  return exitCodes.ok;
}

/** What a runner tells of itself while it runs. @source salt/client/mixins.py, print_async_event */
async function showProgress(io: Io, display: Display, { tag, data }: BusEvent): Promise<void> {
  if (!tag.startsWith("salt/run/")) {
    // What an orchestration tells is for people who watch, and no part of its output.
    const line = io.isTTY ? progressLine(tag, data) : null;
    if (line !== null) io.stderr.write(`${line}\n`);
    return;
  }
  const read = decode(data, limits);
  if (!read.ok || !isMap(read.value)) return;
  const out = read.value.get("outputter");
  const shown = new Map<Value, Value>([
    ["suffix", tag.split("/").slice(3).join("/")],
    ["event", read.value],
  ]);
  await display.show(shown, { out: typeof out === "string" ? out : null });
}

/** The exit code that an answer carries: `retcode`, or that of its `data`. @source salt/cli/run.py */
function retcodeOf(value: Value): number {
  if (!isMap(value)) return exitCodes.ok;
  const data = value.get("data");
  const code = value.get("retcode") ?? (isMap(data) ? data.get("retcode") : undefined);
  return typeof code === "number" && Number.isInteger(code) ? code : exitCodes.ok;
}

/** A runner may say how its answer is to be shown. As in stock one with an exit code in it is whole where `--out` is given. */
function unwrapped(value: Value, outGiven: boolean): { readonly value: Value; readonly out: string | null } {
  const out = isMap(value) ? value.get("outputter") : undefined;
  const data = isMap(value) ? value.get("data") : undefined;
  const isWrapped = typeof out === "string" && data !== undefined && isMap(value);
  return isWrapped && (value.size === 2 || !outGiven) ? { value: data, out } : { value, out: null };
}

/** As in stock, nothing is no output. */
function isEmpty(value: Value): boolean {
  return (isMap(value) && value.size === 0) || (Array.isArray(value) && value.length === 0);
}

async function showDocs(client: DaemonClient, display: Display, chosen: string | undefined): Promise<number> {
  const all = await client.call("runners.list", null);
  const wanted = [...all, stateEvent, jobsFollow].filter(
    ({ name }) => chosen === undefined || name === chosen || name.startsWith(`${chosen}.`),
  );
  const docs = wanted.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, doc }): [Value, Value] => [name, doc]);
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
  doc: [
    "Shows the events of the master's bus whose tag matches, a line each: tag, tab, JSON.",
    "",
    "Takes:",
    "",
    "    tagmatch (text, *): Glob, or the beginning of a tag.",
    "    count (number, -1): How many; -1: until Ctrl-C.",
    "    quiet (flag, false): Only waits.",
    "    pretty (flag, false): JSON over several lines.",
  ].join("\n"),
  parameters: ["tagmatch", "count", "quiet", "pretty"],
};

/** The command itself does this one too. */
const jobsFollow: RunnerDoc = {
  name: "jobs.follow",
  doc: [
    "Shows a job as `salt --resume` does: what has returned, and what still returns.",
    "",
    "Takes:",
    "",
    "    jid (text): The job id.",
  ].join("\n"),
  parameters: ["jid"],
};
