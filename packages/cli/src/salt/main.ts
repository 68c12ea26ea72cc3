import type { JobRequest } from "@salina/api";
import { exitCodeOf, exitCodes, type Io, withLog } from "../io.js";
import { type GivenOptions, readCommandLine } from "../options/command.js";
import { moreFromStdin } from "../options/more-from-stdin.js";
import { saltCommandLine } from "./options.js";
import type { Run } from "./run.js";

/**
 * The `salt` command.
 *
 * @param argv what follows the program's name
 * @returns the exit code
 */
export function main(argv: readonly string[], world: Io): Promise<number> {
  return exitCodeOf(world, async () => {
    const options = await moreFromStdin(saltCommandLine, readCommandLine(saltCommandLine, argv), world);
    const io = withLog(world, options);
    const { checkOptions } = await import("./request.js");
    checkOptions(options, io);
    const { openSession, withDaemon } = await import("../session.js");
    const session = await openSession(io, saltCommandLine, withFilters(options));
    const { settings, display } = session;
    const work = await readWork(options, { io, settings });
    return await withDaemon(io, session, (client) =>
      work({ io, client, settings, display, compat: settings.flag("compat", false) }),
    );
  });
}

/** `exclude=` and `terse=` of a state run also say what `--state-output=filter` shows of it. */
function withFilters(options: GivenOptions): GivenOptions {
  const given = new Map(options.given);
  for (const word of options.positionals.slice(2)) {
    const [, name, value = ""] = /^(exclude|terse)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined) given.set(`state_output_${name}`, value);
  }
  return { ...options, given };
}

type Work = (run: Run) => Promise<number>;

/** What is to be done, from the options. @throws Exit where they do not add up */
async function readWork(options: GivenOptions, { io, settings }: Pick<Run, "io" | "settings">): Promise<Work> {
  const { given } = options;
  if (given.has("config_dump")) return async (run) => (await import("./config-dump.js")).dumpConfig(run);
  const jid = given.get("resume");
  if (typeof jid === "string") return async (run) => (await import("./resume.js")).resume(run, jid);
  const { readDocs, readJob, readTarget } = await import("./request.js");
  const isBatch = settings.text("batch") !== undefined || settings.flag("static", false);
  if (given.has("preview_target") && !isBatch) {
    const target = readTarget(options);
    return async (run) => (await import("./preview.js")).preview(run, target);
  }
  const request = readJob(given.has("doc") ? readDocs(options) : options, settings, io);
  return (run) => runJob(run, request);
}

async function runJob(run: Run, request: JobRequest): Promise<number> {
  const { settings, io } = run;
  const { runAndShow, runAsync, runDocs, runStatic } = await import("./run.js");
  const batch = settings.text("batch");
  if (batch !== undefined) return await inBatches(run, request, batch);
  if (settings.flag("static", false)) return await runStatic(run, request);
  const safeLimit = settings.number("batch_safe_limit") ?? 0;
  if (safeLimit > 1) {
    const { minions } = await run.client.call("minions.resolve", { target: request.target });
    if (minions.length >= safeLimit) {
      io.stdout.write("\nNOTICE: Too many minions targeted, switching to batch execution.\n");
      return await inBatches(run, request, String(settings.value("batch_safe_size") ?? 8));
    }
  }
  if (settings.flag("async", false)) return await runAsync(run, request);
  const subset = settings.number("subset") ?? 0;
  if (subset > 0) return await onSubset(run, request, subset);
  if (settings.flag("progress", false)) return (await import("./progress-bar.js")).runProgressBar(run, request);
  if (request.fun === "sys.doc") return await runDocs(run, request);
  return await runAndShow(run, request);
}

async function onSubset(run: Run, request: JobRequest, size: number): Promise<number> {
  const [{ subsetOf }, { nothingReturned, runAndShow }] = await Promise.all([
    import("./subset.js"),
    import("./run.js"),
  ]);
  const chosen = await subsetOf(run, request, size);
  return chosen === null ? await nothingReturned(run) : await runAndShow(run, chosen);
}

async function inBatches(run: Run, request: JobRequest, size: string): Promise<number> {
  const { settings } = run;
  const { runBatch } = await import("./batch.js");
  const waitMs = Math.max(0, (settings.number("batch_wait") ?? 0) * 1000);
  const options = { size, waitMs, failhard: settings.flag("failhard", false) };
  if (!settings.flag("static", false)) return await runBatch(run, request, options);
  const { showStatic } = await import("./run.js");
  const collect = new Map();
  const code = await runBatch(run, request, { ...options, collect });
  return code === exitCodes.ok || collect.size > 0 ? await showStatic(run, request, collect) : code;
}
