import { exitCodeOf, exitCodes, type Io } from "../io.js";
import { type GivenOptions, readCommandLine } from "../options/command.js";
import { moreFromStdin } from "../options/more-from-stdin.js";
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
    const options = await moreFromStdin(saltCommandLine, readCommandLine(saltCommandLine, argv), io);
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
