/** Line ends of Python's `str`, besides `\r\n`. */
const lineEnds = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029";

/**
 * Python's `str.splitlines`: more kinds of line ends than `\n`, and none after the last line.
 *
 * @param keepEnds leaves the line ends in the lines
 */
export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (!lineEnds.includes(char)) continue;
    const end = at;
    if (char === "\r" && text.charAt(at + 1) === "\n") at++;
    lines.push(text.slice(start, keepEnds ? at + 1 : end));
    start = at + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** White space of Python. It has separators that JavaScript's lacks, and lacks the byte order mark. */
export function isSpace(char: string): boolean {
  if (char >= "\x1c" && char <= "\x1f") return true;
  return char === "\x85" || (char !== "\ufeff" && /\s/.test(char));
}

/** Python's `str.rstrip()`. */
export function rightStrip(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Python's `str.strip()`. */
export function strip(text: string): string {
  const right = rightStrip(text);
  let start = 0;
  while (start < right.length && isSpace(right.charAt(start))) start++;
  return right.slice(start);
}

/** Orders text as Python does: by code point, where JavaScript's own order is by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return unitRank(x) - unitRank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function unitRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
