import { type CommandLine, optionsOf } from "../options/command.js";
import type { Completion, Option } from "../options/option.js";

/** Completion for zsh: to be sourced after `compinit`. */
export function zshCompletion(commands: readonly CommandLine[]): string {
  return commands.map(forCommand).join("\n");
}

function forCommand(command: CommandLine): string {
  const name = `_${command.program.replaceAll("-", "_")}`;
  const options = optionsOf(command).flatMap(specs);
  const words = (command.words ?? []).map((completion, at) => quoted(`${at + 1}:word:${action(completion)}`));
  const lines = [...options, ...words, quoted("*:word:_files")].map((spec) => `    ${spec}`);
  return `${name}() {\n  _arguments -s -S \\\n${lines.join(" \\\n")}\n}\ncompdef ${name} ${command.program}\n`;
}

function specs({ flags, kind, help, completes, choices, metavar, dest }: Option): string[] {
  const others = `(${flags.join(" ")})`;
  const about = `[${help.replace(/[[\]\\:]/g, "\\$&")}]`;
  const completion = completes ?? (choices ? { words: choices } : undefined);
  const value = (metavar ?? dest).replace(/[^\w]+/g, " ");
  return flags.map((flag) => {
    if (kind === "flag") return quoted(`${others}${flag}${about}`);
    return quoted(`${others}${flag}${flag.startsWith("--") ? "=" : "+"}${about}:${value}:${action(completion)}`);
  });
}

function action(completion: Completion | undefined): string {
  if (completion === undefined) return " ";
  if ("words" in completion) return `(${completion.words.join(" ")})`;
  if ("files" in completion) return completion.files === "any" ? "_files" : "_files -/";
  return `($(salina complete ${completion.ask} 2>/dev/null))`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
