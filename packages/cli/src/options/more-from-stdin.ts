import { type Io, readAll } from "../io.js";
import { type CommandLine, type GivenOptions, readCommandLine } from "./command.js";

/** `--args-stdin`: more options and arguments, one a line; what is given there wins. */
export async function moreFromStdin(line: CommandLine, options: GivenOptions, io: Io): Promise<GivenOptions> {
  if (!options.given.has("args_stdin")) return options;
  const lines = (await readAll(io.stdin)).split("\n").map((one) => one.replace(/\r+$/, ""));
  if (lines.at(-1) === "") lines.pop();
  const more = readCommandLine(line, lines);
  return {
    given: new Map([...options.given, ...more.given]),
    positionals: [...options.positionals, ...more.positionals],
  };
}
