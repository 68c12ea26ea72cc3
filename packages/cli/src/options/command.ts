import { Exit, exitCodes, type Io } from "../io.js";
import { version } from "../version.js";
import { helpText } from "./help.js";
import type { Completion, Option, OptionGroup, OptionValue } from "./option.js";
import { parseOptions } from "./parse.js";

/** What a program says about itself, and its options. */
export interface CommandLine {
  readonly program: string;
  readonly usage: string;
  readonly description: string;
  readonly groups: readonly OptionGroup[];
  /** What a shell offers for the first positional word, the second, ... */
  readonly words?: readonly Completion[];
}

export interface GivenOptions {
  /** By `dest`; only what was written. */
  readonly given: ReadonlyMap<string, OptionValue>;
  readonly positionals: readonly string[];
}

/** Wrong use of the command line. @returns an Exit with the shape of optparse's errors */
export function usageError(line: CommandLine, text: string): Exit {
  const stderr = `Usage: ${line.usage}\n\n${line.program}: error: ${text}\n`;
  return new Exit(exitCodes.usage, { stderr });
}

/** @throws Exit for usage errors, `--help`, `--version` */
export function readCommandLine(line: CommandLine, argv: readonly string[]): GivenOptions {
  const parsed = parseOptions(optionsOf(line), argv);
  if (!parsed.ok) throw usageError(line, parsed.text);
  const { given } = parsed;
  if (given.has("help")) throw new Exit(exitCodes.ok, { stdout: helpOf(line) });
  if (given.has("version")) throw new Exit(exitCodes.ok, { stdout: `${line.program} ${version} (Salina)\n` });
  if (given.has("versions_report")) throw new Exit(exitCodes.ok, { stdout: versionsReport() });
  return parsed;
}

export function helpOf(line: CommandLine): string {
  return helpText(line.usage, line.description, line.groups);
}

/** Says of each option that was given without effect why it has none. */
export function noteUnused(line: CommandLine, given: GivenOptions["given"], io: Pick<Io, "stderr">): void {
  for (const { flags, unused, dest } of optionsOf(line)) {
    if (unused === undefined || !given.has(dest)) continue;
    const name = flags.find((flag) => flag.startsWith("--")) ?? flags[0];
    io.stderr.write(`${line.program}: ${name} has no effect: ${unused}\n`);
  }
}

export function optionsOf(line: CommandLine): readonly Option[] {
  return line.groups.flatMap(({ options }) => options);
}

function versionsReport(): string {
  return `Salt Version:\n          Salina: ${version}\n\nDependency Versions:\n            Node: ${process.versions.node}\n\nSystem Versions:\n        platform: ${process.platform} ${process.arch}\n`;
}
