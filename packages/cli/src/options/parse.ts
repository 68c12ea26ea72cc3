import { compareText } from "@salina/wire";
import type { Option, OptionValue } from "./option.js";

export type ParsedOptions =
  | {
      readonly ok: true;
      /** Only what was given, by `dest`. */
      readonly given: ReadonlyMap<string, OptionValue>;
      readonly positionals: readonly string[];
    }
  | { readonly ok: false; readonly text: string };

/**
 * Parses a command line as Python's `optparse` does: options and positionals mixed, `--opt=value`, unique prefixes
 * of long options, bundled short ones (`-vt5`), `--` ends the options.
 */
export function parseOptions(options: readonly Option[], argv: readonly string[]): ParsedOptions {
  const given = new Map<string, OptionValue>();
  const positionals: string[] = [];
  const rest = [...argv];
  try {
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === "--") {
        positionals.push(...rest);
        break;
      }
      if (word.startsWith("--")) takeLong(options, word, rest, given);
      else if (word.startsWith("-") && word.length > 1) takeShort(options, word, rest, given);
      else positionals.push(word);
      if (options.some(({ stops, dest }) => stops && given.has(dest))) break;
    }
  } catch (error) {
    if (error instanceof BadOption) return { ok: false, text: error.message };
    throw error;
  }
  return { ok: true, given, positionals };
}

class BadOption extends Error {}

function takeLong(options: readonly Option[], word: string, rest: string[], given: Map<string, OptionValue>): void {
  const equals = word.indexOf("=");
  const written = equals < 0 ? word : word.slice(0, equals);
  const name = matchLong(options, written);
  const option = find(options, name);
  if (option.kind === "flag") {
    if (equals >= 0) throw new BadOption(`${name} option does not take a value`);
    given.set(option.dest, option.sets ?? true);
    return;
  }
  const value = equals >= 0 ? word.slice(equals + 1) : nextWord(name, rest);
  given.set(option.dest, convert(option, name, value));
}

function takeShort(options: readonly Option[], word: string, rest: string[], given: Map<string, OptionValue>): void {
  const letters = [...word.slice(1)];
  for (let letter = letters.shift(); letter !== undefined; letter = letters.shift()) {
    const name = `-${letter}`;
    const option = find(options, name);
    if (option.kind === "flag") {
      given.set(option.dest, option.sets ?? true);
      continue;
    }
    const value = letters.length > 0 ? letters.join("") : nextWord(name, rest);
    given.set(option.dest, convert(option, name, value));
    return;
  }
}

function find(options: readonly Option[], name: string): Option {
  const option = options.find(({ flags }) => flags.includes(name));
  if (!option) throw new BadOption(`no such option: ${name}`);
  return option;
}

function matchLong(options: readonly Option[], written: string): string {
  if (options.some(({ flags }) => flags.includes(written))) return written;
  const names = options.flatMap(({ flags, own }) => (own ? [] : flags)).filter((flag) => flag.startsWith("--"));
  const possible = names.filter((name) => name.startsWith(written)).sort(compareText);
  const [only] = possible;
  if (only === undefined) throw new BadOption(`no such option: ${written}`);
  if (possible.length > 1) throw new BadOption(`ambiguous option: ${written} (${possible.join(", ")}?)`);
  return only;
}

function nextWord(name: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined) throw new BadOption(`${name} option requires 1 argument`);
  return value;
}

function convert(option: Option, name: string, text: string): OptionValue {
  switch (option.kind) {
    case "integer": {
      const value = parseInteger(text);
      if (value === undefined) throw new BadOption(`option ${name}: invalid integer value: ${quoted(text)}`);
      return value;
    }
    case "number": {
      const bare = text.trim();
      const value = bare === "" ? Number.NaN : Number(bare.replace(/(\d)_(?=\d)/g, "$1"));
      if (Number.isNaN(value)) throw new BadOption(`option ${name}: invalid floating-point value: ${quoted(text)}`);
      return value;
    }
    case "choice": {
      const choices = option.choices ?? [];
      if (choices.includes(text)) return text;
      const all = choices.map(quoted).join(", ");
      throw new BadOption(`option ${name}: invalid choice: ${quoted(text)} (choose from ${all})`);
    }
    default:
      return text;
  }
}

/** As optparse reads numbers: `0x1f`, `0b11`, and octal after a zero. */
function parseInteger(text: string): number | undefined {
  const bare = text.trim();
  if (/^0x[0-9a-f]+$/i.test(bare) || /^0b[01]+$/i.test(bare)) return Number(bare);
  if (/^0[0-7]*$/.test(bare)) return Number.parseInt(bare, 8);
  return /^[-+]?[0-9]+(?:_[0-9]+)*$/.test(bare) && !/^0/.test(bare) ? Number(bare.replaceAll("_", "")) : undefined;
}

function quoted(text: string): string {
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text}'`;
}
