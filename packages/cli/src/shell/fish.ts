import { type CommandLine, optionsOf } from "../options/command.js";
import type { Completion, Option } from "../options/option.js";

/** Completion for fish: to be sourced, or kept in a directory of completions. */
export function fishCompletion(commands: readonly CommandLine[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c ${command.program} -f`,
    ...optionsOf(command).map((option) => optionLine(command.program, option)),
    ...(command.words ?? []).map((completion, at) => wordLine(command, at, completion)),
  ]);
  return `${lines.join("\n")}\n`;
}

function optionLine(program: string, { flags, kind, help, completes, choices }: Option): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const completion = completes ?? (choices ? { words: choices } : undefined);
  const value = kind === "flag" ? [] : [completion ? offered(completion) : "-x"];
  return ["complete", "-c", program, ...names, ...value, "-d", quoted(help)].join(" ");
}

/** Values of options are no words of their own: they are left out of the count. */
function wordLine(command: CommandLine, at: number, completion: Completion): string {
  const flags = optionsOf(command)
    .filter(({ kind }) => kind !== "flag")
    .flatMap((option) => option.flags);
  const count = `count (string replace -r -a '(^| )(${flags.join("|")}) [^ ]+' '' -- (commandline -poc | string join ' ') | string split ' ' | string match -r -v '^-|^$')`;
  return `complete -c ${command.program} -n ${quoted(`test (${count}) -eq ${at + 1}`)} ${offered(completion)}`;
}

function offered(completion: Completion): string {
  if ("files" in completion) return completion.files === "any" ? "-rF" : `-xa '(__fish_complete_directories)'`;
  return "words" in completion
    ? `-xa ${quoted(completion.words.join(" "))}`
    : `-xa '(salina complete ${completion.ask})'`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
