import { isMap, type Value } from "@salina/wire";
import { yamlifyArgument } from "./yamlify.js";

/** `name=value`, where the name starts like a Python name and no second `=` follows. @source salt/utils/args.py */
const keyword = /^([\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_.-]*)=(?!=)([^\n]*)\n?$/u;

/**
 * Turns the words after the function into the `arg` of a publish: positional values, then one map of keywords.
 *
 * @param unparsed keywords that stay text (`--no-parse`)
 */
export function parseArguments(words: readonly string[], unparsed: readonly string[] = []): Value[] {
  return yamlifiedArguments(words, unparsed);
}

/**
 * The same for arguments some of which are values already: they stay as they are; maps with `__kwarg__` are keywords.
 * @source salt/utils/args.py, parse_input
 */
export function yamlifiedArguments(given: readonly Value[], unparsed: readonly string[] = []): Value[] {
  const positional: Value[] = [];
  const keywords = new Map<Value, Value>([["__kwarg__", true]]);
  for (const word of given) {
    if (isMap(word) && word.get("__kwarg__") === true) for (const [key, value] of word) keywords.set(key, value);
    else if (typeof word !== "string") positional.push(word);
    else readWord(word, positional, keywords, unparsed);
  }
  return keywords.size > 1 ? [...positional, keywords] : positional;
}

/** Only what looks like `name=value` becomes a keyword, with its value read; other text stays text. */
export function keywordArguments(given: readonly Value[]): Value[] {
  const positional: Value[] = [];
  const keywords = new Map<Value, Value>([["__kwarg__", true]]);
  for (const word of given) {
    if (isMap(word) && word.get("__kwarg__") === true) for (const [key, value] of word) keywords.set(key, value);
    else if (typeof word === "string" && keyword.test(word)) readWord(word, positional, keywords, []);
    else positional.push(word);
  }
  return keywords.size > 1 ? [...positional, keywords] : positional;
}

function readWord(word: string, positional: Value[], keywords: Map<Value, Value>, unparsed: readonly string[]): void {
  const match = keyword.exec(word);
  if (match) {
    const [, name = "", text = ""] = match;
    keywords.set(name, unparsed.includes(name) ? text : yamlifyArgument(text));
  } else {
    positional.push(keepJobId(yamlifyArgument(word)));
  }
}

/** A number as long as a job id is one, and stays text. */
function keepJobId(value: Value): Value {
  return typeof value === "bigint" && String(value).length === 20 ? String(value) : value;
}
