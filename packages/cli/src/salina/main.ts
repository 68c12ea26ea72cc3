import { userInfo } from "node:os";
import { parseArguments } from "@salina/arguments";
import { decode, encode } from "@salina/wire";
import { pkiDirectory } from "../config/client-config.js";
import { Exit, exitCodeOf, exitCodes, type Io } from "../io.js";
import { type GivenOptions, helpOf, readCommandLine, usageError } from "../options/command.js";
import type { DaemonClient } from "../socket/client.js";
import { isSalinaCommand, salinaCommandLine } from "./options.js";

/** The `salina` command. @returns the exit code */
export function main(argv: readonly string[], io: Io): Promise<number> {
  return exitCodeOf(io, async () => {
    const options = readCommandLine(salinaCommandLine, argv);
    const [command, ...words] = options.positionals;
    if (command === undefined) throw new Exit(exitCodes.usage, { stderr: helpOf(salinaCommandLine) });
    if (!isSalinaCommand(command)) throw wrongUse(`there is no command ${JSON.stringify(command)}`);
    switch (command) {
      case "completion":
        return await showCompletion(io, words);
      case "man":
        return await showManPage(io, words);
      case "complete":
        return await complete(io, options, words);
      case "keys":
        return await keys(io, options, words);
      case "graph":
        if (words.length === 0) throw wrongUse("graph needs the name of an orchestration");
        return await withMaster(io, options, (client) => graph(io, client, words));
    }
  });
}

function wrongUse(text: string): Exit {
  return usageError(salinaCommandLine, text);
}

async function withMaster(
  io: Io,
  options: GivenOptions,
  use: (client: DaemonClient, pkiDir: string) => Promise<number>,
): Promise<number> {
  const { openSession, withDaemon } = await import("../session.js");
  const session = await openSession(io, salinaCommandLine, options);
  return await withDaemon(io, session, (client) => use(client, pkiDirectory(session.config)), exitCodes.failed);
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

async function showCompletion(io: Io, [shell = ""]: readonly string[]): Promise<number> {
  const { allCommands } = await import("../shell/commands.js");
  switch (shell) {
    case "bash":
      io.stdout.write((await import("../shell/bash.js")).bashCompletion(allCommands));
      return exitCodes.ok;
    case "zsh":
      io.stdout.write((await import("../shell/zsh.js")).zshCompletion(allCommands));
      return exitCodes.ok;
    case "fish":
      io.stdout.write((await import("../shell/fish.js")).fishCompletion(allCommands));
      return exitCodes.ok;
    default:
      throw wrongUse("completion needs the name of a shell: bash, zsh or fish");
  }
}

async function showManPage(io: Io, [program]: readonly string[]): Promise<number> {
  const [{ allCommands }, { manPage }] = await Promise.all([import("../shell/commands.js"), import("../shell/man.js")]);
  const command = allCommands.find((one) => one.program === program);
  if (!command) throw wrongUse(`man needs one of ${allCommands.map((one) => one.program).join(", ")}`);
  io.stdout.write(manPage(command));
  return exitCodes.ok;
}

/** For the shells' completion. Silent where there is nothing to offer, and where no master answers. */
async function complete(io: Io, options: GivenOptions, [name = ""]: readonly string[]): Promise<number> {
  const silent: Io = { ...io, stderr: { write: () => true }, stdout: { write: () => true } };
  return await withMaster(silent, options, async (client) => {
    const { completionWords } = await import("../shell/complete.js");
    io.stdout.write(await completionWords(io, client, name));
    return exitCodes.ok;
  });
}

async function keys(io: Io, options: GivenOptions, [action, id, ...more]: readonly string[]): Promise<number> {
  const fingerprint = options.given.get("fingerprint");
  if (action !== "replace" || id === undefined || more.length > 0 || typeof fingerprint !== "string")
    throw wrongUse("it is: keys replace ID --fingerprint FINGERPRINT");
  const { replaceKey } = await import("./replace-key.js");
  return await withMaster(io, options, (client, pkiDir) => replaceKey(io, client, { id, fingerprint, pkiDir }));
}
