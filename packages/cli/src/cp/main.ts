import type { JobRequest } from "@salina/api";
import { encode, type Value } from "@salina/wire";
import { Exit, exitCodeOf, exitCodes, type Io, withLog } from "../io.js";
import { helpOf, noteUnused, readCommandLine, usageError } from "../options/command.js";
import { checkTargetOptions, targetOf } from "../options/target.js";
import type { Run } from "../salt/run.js";
import { cpCommandLine, cpTargetOptions } from "./options.js";

/** Sends one call to the target. @returns returns by minion; null when no minion matches */
export type Send = (fun: string, arg: readonly Value[]) => Promise<ReadonlyMap<Value, Value> | null>;

const defaultChunkBytes = 98_304;

/**
 * The `salt-cp` command.
 *
 * @param argv what follows the program's name
 * @returns the exit code: as in stock, what minions say does not change it
 */
export function main(argv: readonly string[], world: Io): Promise<number> {
  return exitCodeOf(world, async () => {
    const options = readCommandLine(cpCommandLine, argv);
    const { given } = options;
    const io = withLog(world, options);
    noteUnused(cpCommandLine, given, io);
    checkTargetOptions(cpCommandLine, cpTargetOptions, given);
    const [target, ...words] = options.positionals;
    const destination = words.pop();
    if (target === undefined || destination === undefined || words.length === 0) throw insufficient();
    const { realSources } = await import("./source-files.js");
    const sources = realSources(words);
    const { openSession, withDaemon } = await import("../session.js");
    const session = await openSession(io, cpCommandLine, options);
    const { accountName } = await import("../salt/request.js");
    const timeoutS = given.get("timeout");
    const request = {
      target: targetOf(given, target, false),
      user: accountName(io),
      ...(typeof timeoutS === "number" && timeoutS > 0 ? { timeoutMs: timeoutS * 1000 } : {}),
    };
    const { settings, display } = session;
    return await withDaemon(io, session, async (client) => {
      const send = sender({ io, client, settings, display, compat: true }, request);
      const returns = given.has("chunked")
        ? await (await import("./send-chunks.js")).sendChunks(send, sources, destination, {
            compress: settings.flag("gzip", true),
            chunkBytes: settings.number("salt_cp_chunk_size") ?? defaultChunkBytes,
          })
        : await (await import("./send-text.js")).sendText(send, sources, destination);
      await display.show(new Map(returns ?? []));
      return exitCodes.ok;
    });
  });
}

function insufficient(): Exit {
  const { code, stderr } = usageError(cpCommandLine, "Insufficient arguments");
  return new Exit(code, { stdout: helpOf(cpCommandLine), stderr });
}

function sender(run: Run, request: Omit<JobRequest, "fun" | "arg">): Send {
  return async (fun, arg) => {
    const [{ collect }, { noMinionsMatched }] = await Promise.all([
      import("../salt/run.js"),
      import("../salt/texts.js"),
    ]);
    const returns = await collect(run, { ...request, fun, arg: encode([...arg], "network") });
    if (returns === null) run.io.stdout.write(`${noMinionsMatched}\n`);
    return returns;
  };
}
