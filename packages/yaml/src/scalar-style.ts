/** Which ways of writing a text keep it as it is. */
export interface ScalarAnalysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

const breaks = /[\n\x85\u2028\u2029]/;
/** What libyaml writes as it is; it knows no characters beyond the first 65536. */
const unprintable = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const startIndicators = /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[-?:](?:[ \t\r\n\x85\u2028\u2029]|$))/;
const insideBlock = /:(?:[ \t\r\n\x85\u2028\u2029]|$)|[ \t\r\n\x85\u2028\u2029]#/;

/** @source libyaml, yaml_emitter_analyze_scalar */
export function analyzeScalar(text: string): ScalarAnalysis {
  if (text === "") return { multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true, block: false };
  const multiline = breaks.test(text);
  const special = unprintable.test(text);
  const spaceBreak = / [\n\x85\u2028\u2029]/.test(text);
  const breakSpace = /[\n\x85\u2028\u2029] /.test(text);
  const edges = /^[ \n\x85\u2028\u2029]|[ \n\x85\u2028\u2029]$/.test(text);
  const blockIndicators = startIndicators.test(text) || insideBlock.test(text);
  const flowIndicators = blockIndicators || /^[?:]|[,?[\]{}]|:/.test(text);
  const plain = !(edges || multiline || special || spaceBreak || breakSpace);
  return {
    multiline,
    flowPlain: plain && !flowIndicators,
    blockPlain: plain && !blockIndicators,
    singleQuoted: !(breakSpace || spaceBreak || special),
    block: !(text.endsWith(" ") || spaceBreak || special),
  };
}

const shortEscapes = new Map([
  ["\0", "\\0"],
  ["\x07", "\\a"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ["\x1b", "\\e"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\x85", "\\N"],
  ["\xa0", "\\_"],
  ["\u2028", "\\L"],
  ["\u2029", "\\P"],
]);

/** How one character stands between double quotes. */
export function escaped(char: string): string {
  if (!unprintable.test(char) && !breaks.test(char) && char !== '"' && char !== "\\") return char;
  const short = shortEscapes.get(char);
  if (short !== undefined) return short;
  const point = char.codePointAt(0) ?? 0;
  const hex = point.toString(16).toUpperCase();
  if (point <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return point <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
