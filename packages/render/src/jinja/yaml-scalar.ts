/** How PyYAML's emitter writes a text. */

const SHORT = new Map([
  ["\0", "0"],
  ["\x07", "a"],
  ["\b", "b"],
  ["\t", "t"],
  ["\n", "n"],
  ["\v", "v"],
  ["\f", "f"],
  ["\r", "r"],
  ["\x1b", "e"],
  ['"', '"'],
  ["\\", "\\"],
  ["\x85", "N"],
  ["\u2028", "L"],
  ["\u2029", "P"],
]);

/** Whether the emitter writes the character as it is. @source libyaml, IS_PRINTABLE */
function isPrintable(char: string): boolean {
  if (char.length > 1) return false;
  return (
    (char >= " " && char <= "~") ||
    (char >= "\xa0" && char <= "\ud7ff") ||
    (char >= "\ue000" && char <= "\ufffd" && char !== "\ufeff")
  );
}

/** A YAML scalar in double quotes on one line. */
export function doubleQuoted(text: string): string {
  let body = "";
  for (const char of text) body += doubleQuotedChar(char);
  return `"${body}"`;
}

export function doubleQuotedChar(char: string): string {
  const short = SHORT.get(char);
  if (short !== undefined) return `\\${short}`;
  if (isPrintable(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return `\\U${code.toString(16).toUpperCase().padStart(8, "0")}`;
}

/** What a text that YAML would not read as text looks like. @source yaml/resolver.py */
const RESOLVED = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^(?:<<|=|~|null|Null|NULL|[!&*])?$/,
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
];

export interface ScalarAnalysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
}

const BLANK_OR_END = /^[\0 \t\r\n\x85\u2028\u2029]?$/;
const BREAK = /[\n\x85\u2028\u2029]/;

/** Which styles a text allows. @source libyaml emitter.c, yaml_emitter_analyze_scalar */
export function analyzeScalar(text: string): ScalarAnalysis {
  const chars = Array.from(text);
  let flow = text.startsWith("---") || text.startsWith("...");
  let block = flow;
  let special = false;
  for (const [at, char] of chars.entries()) {
    const followed = BLANK_OR_END.test(chars[at + 1] ?? "");
    const preceded = at === 0 || BLANK_OR_END.test(chars[at - 1] ?? "");
    if (at === 0 ? "#,[]{}&*!|>'\"%@`".includes(char) : char === "#" && preceded) flow = block = true;
    else if (at > 0 && ",?[]{}".includes(char)) flow = true;
    else if (char === ":" || (at === 0 && char === "?")) {
      flow = true;
      if (followed) block = true;
    } else if (at === 0 && char === "-" && followed) flow = block = true;
    if (char !== "\n" && !isPrintable(char)) special = true;
  }
  const edges = /^[ \n\x85\u2028\u2029]|[ \n\x85\u2028\u2029]$/.test(text);
  const spaceBreak = special || / [\n\x85\u2028\u2029]/.test(text);
  const breakSpace = /[\n\x85\u2028\u2029] /.test(text);
  const multiline = BREAK.test(text);
  const plain = !(edges || spaceBreak || breakSpace || multiline || RESOLVED.some((pattern) => pattern.test(text)));
  return {
    multiline,
    flowPlain: plain && !flow && text !== "",
    blockPlain: plain && !block,
    singleQuoted: !(spaceBreak || breakSpace),
  };
}
