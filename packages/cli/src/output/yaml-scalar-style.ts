import { resolvePlain } from "@salina/arguments";

export type ScalarStyle = "plain" | "single" | "double";

const breaks = "\n\r\x85\u2028\u2029";
const blankOrEnd = (char: string | undefined) => char === undefined || char === "\0" || ` \t${breaks}`.includes(char);

/**
 * The style in which libyaml writes a text.
 *
 * @source libyaml, yaml_emitter_analyze_scalar and yaml_emitter_select_scalar_style
 */
export function stringStyle(text: string, place: { readonly flow: boolean; readonly asKey: boolean }): ScalarStyle {
  if (text === "") return "single";
  const found = analyze([...text]);
  if (place.asKey && found.lineBreaks) return "double";
  const plainAllowed =
    !found.edgeSpace && !found.breakThenSpace && !found.spaceThenBreak && !found.special && !found.lineBreaks;
  const noIndicators = place.flow ? !found.flowIndicators : !found.blockIndicators;
  if (plainAllowed && noIndicators && resolvePlain(text) === "str") return "plain";
  return found.breakThenSpace || found.spaceThenBreak || found.special ? "double" : "single";
}

/** libyaml writes these as they are; everything else, code points above 0xFFFF too, is escaped. */
export function isPrintable(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0 || code > 0xffff) return false;
  return code !== 0xfeff && code !== 0xfffe && code !== 0xffff;
}

export function isBreak(char: string): boolean {
  return char !== "" && breaks.includes(char);
}

interface Analysis {
  blockIndicators: boolean;
  flowIndicators: boolean;
  lineBreaks: boolean;
  special: boolean;
  /** White space or a line end at the start or the end. */
  edgeSpace: boolean;
  breakThenSpace: boolean;
  spaceThenBreak: boolean;
}

function analyze(chars: readonly string[]): Analysis {
  const isMarker = /^(?:---|\.\.\.)/.test(chars.slice(0, 3).join(""));
  const edges = [chars[0] ?? "", chars.at(-1) ?? ""];
  const found: Analysis = {
    blockIndicators: isMarker,
    flowIndicators: isMarker,
    lineBreaks: false,
    special: false,
    edgeSpace: edges.some((char) => char === " " || isBreak(char)),
    breakThenSpace: false,
    spaceThenBreak: false,
  };
  for (const [index, char] of chars.entries()) {
    const before = index === 0 ? undefined : chars[index - 1];
    findIndicators(found, char, before, chars[index + 1]);
    if (isBreak(char)) found.lineBreaks = true;
    if (!isPrintable(char)) found.special = true;
    if (char === " " && before !== undefined && isBreak(before)) found.breakThenSpace = true;
    if (isBreak(char) && before === " ") found.spaceThenBreak = true;
  }
  return found;
}

function findIndicators(found: Analysis, char: string, before: string | undefined, after: string | undefined): void {
  const isFirst = before === undefined;
  const beforeBlank = blankOrEnd(after);
  if (isFirst && "#,[]{}&*!|>'\"%@`".includes(char)) found.flowIndicators = found.blockIndicators = true;
  if (isFirst && char === "-" && beforeBlank) found.flowIndicators = found.blockIndicators = true;
  if (char === ":" || (isFirst && char === "?")) {
    found.flowIndicators = true;
    if (beforeBlank) found.blockIndicators = true;
  }
  if (!isFirst && ",?[]{}".includes(char)) found.flowIndicators = true;
  if (!isFirst && char === "#" && blankOrEnd(before)) found.flowIndicators = found.blockIndicators = true;
}
