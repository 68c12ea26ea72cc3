import { userInfo } from "node:os";
import { parseArguments } from "@salina/arguments";
import { decode, encode } from "@salina/wire";
import { Exit, exitCodeOf, exitCodes, type Io } from "../io.js";
import { type CommandLine, helpOf, readCommandLine, usageError } from "../options/command.js";
import { generalOptions, logOptions } from "../options/common.js";
import type { DaemonClient } from "../socket/client.js";

const commandLine: CommandLine = {
  program: "salina",
  usage: "salina [options] graph <orchestration> [pillar='{...}']",
  description: "What the commands of Salt have no word for. graph: an orchestration's steps as a drawing for Mermaid.",
  groups: [{ title: "Options", options: generalOptions }, logOptions(["-l", "--log-level"])],
};

/** The `salina` command. @returns the exit code */
export function main(argv: readonly string[], io: Io): Promise<number> {
  return exitCodeOf(io, async () => {
    const options = readCommandLine(commandLine, argv);
    const [command, ...words] = options.positionals;
    if (command === undefined) throw new Exit(exitCodes.usage, { stderr: helpOf(commandLine) });
    if (command !== "graph") throw usageError(commandLine, `there is no command ${JSON.stringify(command)}`);
    if (words.length === 0) throw usageError(commandLine, "graph needs the name of an orchestration");
    const { openSession, withDaemon } = await import("../session.js");
    const session = await openSession(io, commandLine, options);
    return await withDaemon(io, session, (client) => graph(io, client, words), exitCodes.failed);
  });
}

async function graph(io: Io, client: DaemonClient, words: readonly string[]): Promise<number> {
  const request = {
    fun: "orchestration.graph",
    arg: encode([...parseArguments(words, [])]),
    user: userInfo().username,
  };
  const packed = await client.follow("runners.run", request, () => Promise.resolve());
  const read = decode(packed);
  if (!read.ok) throw new Exit(exitCodes.failed, { stderr: `The answer cannot be read: ${read.fault.text}\n` });
  io.stdout.write(String(read.value));
  return exitCodes.ok;
}
