import { bind } from "../arguments.js";
import { raise } from "../errors.js";
import { splitLines } from "../methods/text-split.js";
import { truth } from "../objects/truth.js";
import { type Args, needIndex, needText, type Py, type Runtime } from "../objects/types.js";

const LETTER = "[\\p{L}_]";
const WORD_END = "[\\p{L}\\p{N}_!\"'&.,?]";
const SPACE = "[\\t\\n\\v\\f\\r ]";
/** Where words may be broken. @source CPython Lib/textwrap.py, wordsep_re */
const HYPHENS = new RegExp(
  `(${SPACE}+|(?<=${WORD_END})-{2,}(?=[\\p{L}\\p{N}_])|[^\\t\\n\\v\\f\\r ]+?(?:-(?:(?<=${LETTER}{2}-)|(?<=${LETTER}-${LETTER}-))(?=${LETTER}-?${LETTER})|(?=${SPACE}|$)|(?<=${WORD_END})(?=-{2,}[\\p{L}\\p{N}_])))`,
  "u",
);
const NO_HYPHENS = new RegExp(`(${SPACE}+)`);

export function wordwrap(value: Py, given: Args, rt: Runtime): Py {
  const parameters = ["width", "break_long_words", "wrapstring", "break_on_hyphens"];
  const [width = 79n, long = true, wrapWith = null, hyphens = true] = bind("do_wordwrap", parameters, 0, given);
  const size = needIndex(width);
  if (size <= 0) raise("ValueError", `invalid width ${size} (must be > 0)`);
  const end = wrapWith === null ? "\n" : needText(wrapWith, "wrapstring");
  const text = needText(value, "value");
  rt.budget.step(text.length);
  return splitLines(text)
    .map((line) => wrap(line, size, truth(long), truth(hyphens)).join(end))
    .join(end);
}

function wrap(line: string, width: number, breakLong: boolean, onHyphens: boolean): string[] {
  const chunks = line.split(onHyphens ? HYPHENS : NO_HYPHENS).filter((chunk) => chunk !== "");
  chunks.reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    const current: string[] = [];
    let length = 0;
    if (isBlank(chunks.at(-1)) && lines.length > 0) chunks.pop();
    for (let chunk = chunks.at(-1); chunk !== undefined; chunk = chunks.at(-1)) {
      if (length + chunk.length > width) break;
      current.push(chunk);
      length += chunk.length;
      chunks.pop();
    }
    const rest = chunks.at(-1);
    if (rest !== undefined && rest.length > width) {
      chunks.pop();
      const room = width - length;
      if (breakLong) {
        const cut = breakAt(rest, room, onHyphens);
        current.push(rest.slice(0, cut));
        chunks.push(rest.slice(cut));
      } else if (current.length === 0) current.push(rest);
      else chunks.push(rest);
    }
    if (isBlank(current.at(-1))) current.pop();
    if (current.length > 0) lines.push(current.join(""));
  }
  return lines;
}

function breakAt(chunk: string, room: number, onHyphens: boolean): number {
  if (!onHyphens || chunk.length <= room) return room;
  const hyphen = chunk.lastIndexOf("-", room - 1);
  return hyphen > 0 && /[^-]/.test(chunk.slice(0, hyphen)) ? hyphen + 1 : room;
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === "";
}
