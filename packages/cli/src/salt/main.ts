import { exitCodeOf, exitCodes, type Io, readAll } from "../io.js";
import { type GivenOptions, readCommandLine } from "../options/command.js";
import type { Session } from "../session.js";
import { saltCommandLine } from "./options.js";

/**
 * The `salt` command.
 *
 * @param argv what follows the program's name
 * @returns the exit code
 */
export function main(argv: readonly string[], io: Io): Promise<number> {
  return exitCodeOf(io, async () => {
    const options = await withStdin(readCommandLine(saltCommandLine, argv), io);
    const { checkOptions, readJob } = await import("./request.js");
    checkOptions(options);
    const { openSession, withDaemon } = await import("../session.js");
    const session = await openSession(io, saltCommandLine, options);
    if (options.given.has("preview_target")) return await preview(io, session, options);
    const request = readJob(options, session.settings, io);
    const { runAndShow, runAsync, runDocs, runStatic } = await import("./run.js");
    return await withDaemon(io, session, async (client) => {
      const run = { io, client, settings: session.settings, display: session.display };
      if (session.settings.flag("async", false)) return await runAsync(run, request);
      if (request.fun === "sys.doc") return await runDocs(run, request);
      return session.settings.flag("static", false) ? await runStatic(run, request) : await runAndShow(run, request);
    });
  });
}

/** `--args-stdin`: more options and arguments, one a line; what is given there wins. */
async function withStdin(options: GivenOptions, io: Io): Promise<GivenOptions> {
  if (!options.given.has("args_stdin")) return options;
  const lines = (await readAll(io.stdin)).split("\n").map((line) => line.replace(/\r+$/, ""));
  if (lines.at(-1) === "") lines.pop();
  const more = readCommandLine(saltCommandLine, lines);
  return {
    given: new Map([...options.given, ...more.given]),
    positionals: [...options.positionals, ...more.positionals],
  };
}

async function preview(io: Io, session: Session, options: GivenOptions): Promise<number> {
  const [{ readTarget }, { withDaemon }] = await Promise.all([import("./request.js"), import("../session.js")]);
  const target = readTarget(options);
  return await withDaemon(io, session, async (client) => {
    const { minions } = await client.call("minions.resolve", { target });
    await session.display.show([...minions]);
    if (minions.length > 0) return exitCodes.ok;
    io.stderr.write("ERROR: No return received\n");
    return exitCodes.nothingReturned;
  });
}
