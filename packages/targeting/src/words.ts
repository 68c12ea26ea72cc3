/** A word of a compound expression, with its place in the text. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** What Python's `str.split()` splits at. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python splits at them
const pythonSpace = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

export function splitWords(expression: string | readonly string[]): readonly Word[] {
  if (typeof expression !== "string") return expression.map((text) => ({ text, at: 0 }));
  return Array.from(expression.matchAll(pythonSpace), (found) => ({ text: found[0], at: found.index }));
}

export interface EngineWord {
  readonly letter: string;
  readonly delimiter: string | undefined;
  readonly pattern: string;
}

const engineWord = /^([GPIJLNSERTM])((?<=[GPIJ])[^\n])?@([^\n]+)\n?$/u;

/**
 * `G@os:Debian`, or with a delimiter of its own `G|@os|Debian`. Undefined for a glob.
 * @source salt/utils/minions.py, parse_target
 */
export function parseEngineWord(word: string): EngineWord | undefined {
  const found = engineWord.exec(word);
  if (!found) return undefined;
  const [, letter = "", delimiter, pattern = ""] = found;
  return { letter, delimiter, pattern };
}

export const operators: ReadonlySet<string> = new Set(["and", "or", "not", "(", ")"]);
