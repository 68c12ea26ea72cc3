import type { Value } from "@salina/wire";
import { parseArguments } from "./arguments.js";

/** What is to run: one function with its arguments, or several at once. */
export interface Command {
  readonly fun: string | readonly string[];
  readonly arg: Value[];
}

export type CommandResult =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly text: string };

/**
 * Reads function and arguments. A comma in the function makes a compound command, whose arguments are parted by
 * `separator`: as words of their own, or else anywhere inside the words.
 */
export function parseCommand(
  fun: string,
  words: readonly string[],
  options: { readonly separator: string; readonly unparsed: readonly string[] },
): CommandResult {
  if (!fun.includes(",")) return { ok: true, command: { fun, arg: parseArguments(words, options.unparsed) } };
  const funs = fun.split(",");
  const groups =
    words.filter((word) => word === options.separator).length === funs.length - 1
      ? splitAtWords(words, options.separator)
      : splitInsideWords(words, options.separator);
  if (funs.length > groups.length) {
    return { ok: false, text: "Cannot execute compound command without defining all arguments." };
  }
  if (funs.length < groups.length) {
    return { ok: false, text: "Cannot execute compound command with more arguments than commands." };
  }
  return { ok: true, command: { fun: funs, arg: groups.map((group) => parseArguments(group, options.unparsed)) } };
}

function splitAtWords(words: readonly string[], separator: string): string[][] {
  const groups: string[][] = [[]];
  for (const word of words) {
    if (word === separator) groups.push([]);
    else groups.at(-1)?.push(word);
  }
  return groups;
}

function splitInsideWords(words: readonly string[], separator: string): string[][] {
  const groups: string[][] = [[]];
  for (const word of words) {
    const [first = "", ...more] = separator === "" ? [word] : word.split(separator);
    if (first) groups.at(-1)?.push(first);
    for (const part of more) groups.push(part ? [part] : []);
  }
  return groups;
}
