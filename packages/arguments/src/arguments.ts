import type { Value } from "@salina/wire";
import { yamlifyArgument } from "./yamlify.js";

/** `name=value`, where the name starts like a Python name and no second `=` follows. @source salt/utils/args.py */
const keyword = /^([\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_.-]*)=(?!=)([^\n]*)\n?$/u;

/**
 * Turns the words after the function into the `arg` of a publish: positional values, then one map of keywords.
 *
 * @param unparsed keywords that stay text (`--no-parse`)
 */
export function parseArguments(words: readonly string[], unparsed: readonly string[] = []): Value[] {
  const positional: Value[] = [];
  const keywords = new Map<Value, Value>([["__kwarg__", true]]);
  for (const word of words) {
    const match = keyword.exec(word);
    if (match) {
      const [, name = "", text = ""] = match;
      keywords.set(name, unparsed.includes(name) ? text : yamlifyArgument(text));
    } else {
      positional.push(keepJobId(yamlifyArgument(word)));
    }
  }
  return keywords.size > 1 ? [...positional, keywords] : positional;
}

/** A number as long as a job id is one, and stays text. */
function keepJobId(value: Value): Value {
  return typeof value === "bigint" && String(value).length === 20 ? String(value) : value;
}
