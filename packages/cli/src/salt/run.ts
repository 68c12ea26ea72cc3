import type { JobRequest, MinionResult, PublishedJob } from "@salina/api";
import type { Value } from "@salina/wire";
import type { Settings } from "../config/settings.js";
import { exitCodes, type Io } from "../io.js";
import type { Display } from "../output/display.js";
import type { DaemonClient } from "../socket/client.js";
import { mergeDocs, showDocs } from "./docs.js";
import { type Followed, follow, isNoMatch, type Listener, logUnusableTarget } from "./follow.js";
import { summaryText } from "./summary.js";
import type { NotReturned, Tally } from "./tally.js";
import { noMinionsMatched, silence, stockSilence } from "./texts.js";
import { returnedValue } from "./value.js";

export interface Run {
  readonly io: Io;
  readonly settings: Settings;
  readonly display: Display;
  readonly client: DaemonClient;
  /** `--compat`: Salt's own words, and no more. */
  readonly compat: boolean;
}

/** `--async`: publishes and leaves. */
export async function runAsync({ io, client }: Run, request: JobRequest): Promise<number> {
  let jid = "0";
  try {
    ({ jid } = await client.call("jobs.publish", request));
  } catch (error) {
    if (!isNoMatch(error)) throw error;
    logUnusableTarget(io, error);
    io.stdout.write(`${noMinionsMatched}\n`);
  }
  io.stdout.write(`Executed command with job ID: ${jid}\n`);
  return exitCodes.ok;
}

/** Publishes and shows every return as it arrives. */
export async function runAndShow(run: Run, request: JobRequest): Promise<number> {
  return await showFollowed(run, (listener) => follow(run, request, listener));
}

/** Shows what a job gives, whoever published it. */
export async function showFollowed(run: Run, start: (listener: Listener) => Promise<Followed | null>): Promise<number> {
  const { io, settings, display } = run;
  const { watchProgress } = await import("./progress/watch.js");
  const progress = watchProgress(run);
  const show = async (value: Map<Value, Value>, out: string | null, retcode: number) => {
    progress?.hide();
    await display.show(value, { out, retcode });
    progress?.showAgain();
  };
  let outcome: Followed | null;
  try {
    outcome = await start({
      published: (job) => {
        announce(run, job);
        progress?.begin(job);
      },
      returned: async (result) => {
        progress?.ended(result);
        await show(new Map([[result.minion, returnedValue(result)]]), result.out, result.retcode ?? 0);
        if (!run.compat) noteLate(io, result);
      },
      heard: (result) => progress?.heard(result),
    });
  } finally {
    progress?.end();
  }
  if (outcome === null) return await nothingReturned(run);
  const { job, tally } = outcome;
  const silent = settings.flag("show_timeout", true) || settings.flag("verbose", false) ? tally.silent() : [];
  const notReturned = [...silent, ...tally.unknown()];
  for (const entry of notReturned) {
    const text = run.compat ? stockSilence(entry, job.jid) : silence(entry, job.jid);
    await display.show(new Map([[entry.minion, text]]), { out: "no_return", retcode: 1 });
  }
  summarise(run, tally, notReturned);
  if (notReturned.length === 0 && tally.failed().length === 0) return exitCodes.ok;
  io.stderr.write("ERROR: Minions returned with non-zero exit code\n");
  return exitCodes.failed;
}

function noteLate(io: Io, { late, minion }: MinionResult): void {
  if (late) io.stderr.write(`${minion} returned late: the job had been given up for it.\n`);
}

/** `--static`: collects all returns and shows them as one value. Minions that do not answer are left out. */
export async function runStatic(run: Run, request: JobRequest): Promise<number> {
  return await showStatic(run, request, await collect(run, request));
}

/** @param returns null when no minion matched */
export async function showStatic(
  run: Run,
  { fun }: JobRequest,
  returns: ReadonlyMap<Value, Value> | null,
): Promise<number> {
  if (returns === null || returns.size === 0) return await nothingReturned(run, returns === null);
  const isState = typeof fun === "string" && fun.split(".")[0] === "state";
  await run.display.show(new Map(returns), { out: isState ? "highstate" : null });
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

/** All returns by minion. @returns null when no minion matched */
export async function collect(run: Run, request: JobRequest): Promise<Map<Value, Value> | null> {
  const returns = new Map<Value, Value>();
  const outcome = await follow(run, request, {
    returned: (result) => {
      returns.set(result.minion, returnedValue(result));
    },
  });
  return outcome === null ? null : returns;
}

/** `-v` and `--show-jid`. */
function announce({ io, settings }: Pick<Run, "io" | "settings">, { jid }: Pick<PublishedJob, "jid">): void {
  if (settings.flag("verbose", false)) {
    const line = `Executing job with jid ${jid}`;
    io.stdout.write(`${line}\n${"-".repeat(line.length)}\n\n`);
  } else if (settings.flag("show_jid", false)) {
    io.stdout.write(`jid: ${jid}\n`);
  }
}

/** @param unmatched nothing was sent at all */
export async function nothingReturned({ io, display }: Run, unmatched = true): Promise<number> {
  if (unmatched) io.stdout.write(`${noMinionsMatched}\n`);
  await display.show(new Map());
  io.stderr.write("ERROR: No return received\n");
  return exitCodes.nothingReturned;
}

function summarise({ io, settings }: Run, tally: Tally, notReturned: readonly NotReturned[]): void {
  if (!settings.flag("cli_summary", false) || settings.text("output") !== undefined) return;
  io.stdout.write(summaryText(tally, notReturned, settings.flag("verbose", false)));
}
