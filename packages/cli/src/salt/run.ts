import type { JobRequest, MinionResult, PublishedJob } from "@salina/api";
import type { Value } from "@salina/wire";
import type { Settings } from "../config/settings.js";
import { Exit, exitCodes, type Io, logLine } from "../io.js";
import type { Display } from "../output/display.js";
import { type DaemonClient, DaemonError, DaemonGone } from "../socket/client.js";
import { mergeDocs, showDocs } from "./docs.js";
import { summaryText } from "./summary.js";
import { type NotReturned, Tally } from "./tally.js";
import { interrupted, noMinionsMatched, noResponse, notConnected } from "./texts.js";
import { returnedValue } from "./value.js";

export interface Run {
  readonly io: Io;
  readonly settings: Settings;
  readonly display: Display;
  readonly client: DaemonClient;
}

/** `--async`: publishes and leaves. */
export async function runAsync({ io, client }: Run, request: JobRequest): Promise<number> {
  let jid = "0";
  try {
    ({ jid } = await client.call("jobs.publish", request));
  } catch (error) {
    if (!isNoMatch(error)) throw error;
    if (unusableTarget.has(error.code)) logLine(io, "ERROR", error.message);
    io.stdout.write(`${noMinionsMatched}\n`);
  }
  io.stdout.write(`Executed command with job ID: ${jid}\n`);
  return exitCodes.ok;
}

/** Publishes and shows every return as it arrives. */
export async function runAndShow(run: Run, request: JobRequest): Promise<number> {
  const { io, settings, display } = run;
  const outcome = await follow(run, request, {
    published: ({ jid }) => announce(run, jid),
    returned: (result) =>
      display.show(new Map([[result.minion, returnedValue(result)]]), {
        out: result.out,
        retcode: result.retcode ?? 0,
      }),
  });
  if (outcome === null) return await nothingReturned(run);
  const { job, tally } = outcome;
  const silent = settings.flag("show_timeout", true) || settings.flag("verbose", false) ? tally.silent() : [];
  const notReturned = [...silent, ...tally.unknown()];
  for (const entry of notReturned) {
    const text = entry.connected === false ? notConnected : noResponse(job.jid);
    await display.show(new Map([[entry.minion, text]]), { out: "no_return", retcode: 1 });
  }
  summarise(run, tally, notReturned);
  if (notReturned.length === 0 && tally.failed().length === 0) return exitCodes.ok;
  io.stderr.write("ERROR: Minions returned with non-zero exit code\n");
  return exitCodes.failed;
}

/** `--static`: collects all returns and shows them as one value. Minions that do not answer are left out. */
export async function runStatic(run: Run, request: JobRequest): Promise<number> {
  const returns = await collect(run, request);
  if (returns === null || returns.size === 0) return await nothingReturned(run, returns === null);
  const isState = typeof request.fun === "string" && request.fun.split(".")[0] === "state";
  await run.display.show(returns, { out: isState ? "highstate" : null });
  return exitCodes.ok;
}

/** `sys.doc`: the documentation of all minions together, sorted. */
export async function runDocs(run: Run, request: JobRequest): Promise<number> {
  const returns = await collect(run, request);
  if (returns === null) {
    run.io.stdout.write(`${noMinionsMatched}\n`);
    run.io.stderr.write("No minions found to gather docs from\n");
    return exitCodes.nothingReturned;
  }
  await showDocs(mergeDocs(returns.values()), run.settings.text("output") !== undefined, run.display, run.io);
  return exitCodes.ok;
}

async function collect(run: Run, request: JobRequest): Promise<Map<Value, Value> | null> {
  const returns = new Map<Value, Value>();
  const outcome = await follow(run, request, {
    returned: (result) => {
      returns.set(result.minion, returnedValue(result));
    },
  });
  return outcome === null ? null : returns;
}

interface Listener {
  published?(job: PublishedJob): void;
  returned(result: MinionResult): void | Promise<void>;
}

/** @returns null when no minion matched */
async function follow(
  { io, client }: Run,
  request: JobRequest,
  listener: Listener,
): Promise<{ readonly job: PublishedJob; readonly tally: Tally } | null> {
  let job: PublishedJob | null = null;
  let tally: Tally | null = null;
  try {
    for await (const update of client.stream("jobs.run", request, io.interrupt)) {
      if (update.kind === "published") {
        job = update.job;
        tally = new Tally(job);
        listener.published?.(job);
      } else if (update.kind === "result") {
        if (tally?.add(update.result)) await listener.returned(update.result);
      } else {
        break;
      }
    }
  } catch (error) {
    if (io.interrupt?.aborted) throw new Exit(exitCodes.failed, { stderr: `${interrupted(job?.jid ?? null)}` });
    if (isNoMatch(error)) {
      if (unusableTarget.has(error.code)) logLine(io, "ERROR", error.message);
      return null;
    }
    if (job !== null && error instanceof DaemonGone) throw lostContact(job.jid, error);
    throw error;
  }
  if (job === null || tally === null) throw new DaemonError(unpublished);
  return { job, tally };
}

const unpublished = {
  code: "internal",
  status: 500,
  message: "The master ended the job before it was published.",
  advice: "",
};

/** The message says what is wrong with the target; nothing was sent. */
const unusableTarget = new Set(["invalid-target", "unknown-nodegroup", "range-unavailable"]);

function isNoMatch(error: unknown): error is DaemonError {
  return error instanceof DaemonError && (error.code === "no-minions-matched" || unusableTarget.has(error.code));
}

function lostContact(jid: string, error: DaemonGone): Exit {
  const stderr = `[ERROR   ] The connection to the master at ${error.path} was lost: ${error.message}\nThe job goes on without it. Its jid is: ${jid}\n`;
  return new Exit(exitCodes.failed, { stderr });
}

function announce({ io, settings }: Run, jid: string): void {
  if (settings.flag("verbose", false)) {
    const line = `Executing job with jid ${jid}`;
    io.stdout.write(`${line}\n${"-".repeat(line.length)}\n\n`);
  } else if (settings.flag("show_jid", false)) {
    io.stdout.write(`jid: ${jid}\n`);
  }
}

async function nothingReturned({ io, display }: Run, unmatched = true): Promise<number> {
  if (unmatched) io.stdout.write(`${noMinionsMatched}\n`);
  await display.show(new Map());
  io.stderr.write("ERROR: No return received\n");
  return exitCodes.nothingReturned;
}

function summarise({ io, settings }: Run, tally: Tally, notReturned: readonly NotReturned[]): void {
  if (!settings.flag("cli_summary", false) || settings.text("output") !== undefined) return;
  io.stdout.write(summaryText(tally, notReturned, settings.flag("verbose", false)));
}
